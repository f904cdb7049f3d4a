"""Shapes of regions on plain axes: boundaries where they are allowed, tiles everywhere else.

Longitudes are scaled by the cosine of the middle latitude, so that a map with equal scales on
both axes looks as it should. Nothing here knows any figures.
"""

import csv
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from dashboard.catalogue import REFERENCE_FOLDER, Region, load_catalogue

COUNTRY = "100000"
SHAANXI = "610000"
# A map is drawn about 400 px high: finer detail than this share of it cannot be seen.
_TOLERANCE = 1 / 600
_SMALLEST_RING = 1 / 150
_TILE = 0.47  # half the side of a tile; the rest is the gap

Ring = np.ndarray  # (n, 2), closed
Outline = tuple[list[float | None], list[float | None]]  # xs and ys; None between two rings


@dataclass(frozen=True)
class Shapes:
    """The outlines of the children of one region, ready to be drawn in this order."""

    outlines: dict[str, Outline]
    labels: dict[str, tuple[float, float]]  # where a name is put
    room: dict[str, float]  # radius free of edges around the label, in the units of the axes
    lines: tuple[tuple[list[float], list[float]], ...]  # boundary lines that are no region's
    extent: tuple[float, float, float, float]  # x from, x to, y from, y to
    is_tiles: bool
    is_reference: bool  # boundaries of data/reference, whose source must be printed


def _read_features(path: Path) -> dict[str, list[Ring]]:
    """Outer rings by feature id; features that are not polygons are passed over."""
    found: dict[str, list[Ring]] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry = feature.get("geometry") or {}
        places = geometry.get("coordinates", [])
        polygons = {"Polygon": [places], "MultiPolygon": places}.get(geometry.get("type", ""), [])
        code = str(feature.get("id") or feature.get("properties", {}).get("code", ""))
        found.setdefault(code, []).extend(np.asarray(p[0], float)[:, :2] for p in polygons)
    return found


def read_region_codes(path: Path) -> set[str]:
    """Ids of the features of a GeoJSON file that can be drawn.

    Raises OSError when it cannot be read, and ValueError, TypeError, LookupError or AttributeError
    when it is something else.
    """
    features = _read_features(path)
    for code, rings in features.items():
        if any(len(ring) < 4 or not np.isfinite(ring).all() for ring in rings):
            raise ValueError(f"The outline of {code} is not one.")
    return {code for code, rings in features.items() if rings}


@lru_cache(maxsize=8)
def _reference_features(name: str) -> dict[str, list[Ring]]:
    return _read_features(REFERENCE_FOLDER / name)


def _read_lines() -> list[Ring]:
    data = json.loads((REFERENCE_FOLDER / "china_lines.geojson").read_text(encoding="utf-8"))
    parts: list[Any] = []
    for feature in data["features"]:
        geometry = feature["geometry"]
        is_multi = geometry["type"].startswith("Multi")
        parts += geometry["coordinates"] if is_multi else [geometry["coordinates"]]
    return [np.asarray(p, float)[:, :2] for p in parts]


def simplify_line(line: Ring, tolerance: float) -> Ring:
    """``line`` without the points that lie nearer than ``tolerance`` to it (Douglas–Peucker)."""
    keep = np.zeros(len(line), bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    if len(line) > 3 and np.array_equal(line[0], line[-1]):
        far = int(np.argmax(((line - line[0]) ** 2).sum(axis=1)))
        keep[far] = True
        spans = [(0, far), (far, len(line) - 1)]
    while spans:
        start, end = spans.pop()
        if end - start < 2:
            continue
        chord = line[end] - line[start]
        offset = line[start + 1 : end] - line[start]
        length = math.hypot(*chord)
        distance = (
            np.abs(chord[0] * offset[:, 1] - chord[1] * offset[:, 0]) / length
            if length
            else np.hypot(offset[:, 0], offset[:, 1])
        )
        worst = int(np.argmax(distance))
        if distance[worst] > tolerance:
            middle = start + 1 + worst
            keep[middle] = True
            spans += [(start, middle), (middle, end)]
    return line[keep]


def _area(ring: Ring) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2


def _contains(ring: Ring, xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    inside = np.zeros(xs.shape, bool)
    for (x1, y1), (x2, y2) in pairwise(ring):
        if y1 != y2:
            crosses = (y1 > ys) != (y2 > ys)
            inside ^= crosses & (xs < (x2 - x1) * (ys - y1) / (y2 - y1) + x1)
    return inside


def _widest_place(ring: Ring) -> tuple[float, float, float]:
    """The point inside ``ring`` farthest from its edge, on a grid, and that distance."""
    (x0, y0), (x1, y1) = ring.min(axis=0), ring.max(axis=0)
    xs, ys = np.meshgrid(np.linspace(x0, x1, 26)[1:-1], np.linspace(y0, y1, 26)[1:-1])
    inside = _contains(ring, xs, ys)
    if not inside.any():
        return float((x0 + x1) / 2), float((y0 + y1) / 2), 0.0
    px, py = xs[inside], ys[inside]
    start, chord = ring[:-1], np.diff(ring, axis=0)
    length = np.maximum((chord**2).sum(axis=1), 1e-12)
    along = (px[:, None] - start[:, 0]) * chord[:, 0] + (py[:, None] - start[:, 1]) * chord[:, 1]
    share = np.clip(along / length, 0, 1)
    dx = px[:, None] - start[:, 0] - share * chord[:, 0]
    dy = py[:, None] - start[:, 1] - share * chord[:, 1]
    nearest = np.sqrt((dx**2 + dy**2).min(axis=1))
    best = int(np.argmax(nearest))
    return float(px[best]), float(py[best]), float(nearest[best])


def _is_kept(ring: Ring, main: Ring, extent: float) -> bool:
    """Whether an island is drawn: large enough to be seen, or far from its mainland.

    Far islands stay however small they are: leaving them out would move a boundary.
    """
    if ring is main or _area(ring) >= (extent * _SMALLEST_RING) ** 2:
        return True
    gap = np.maximum(ring.min(axis=0) - main.max(axis=0), main.min(axis=0) - ring.max(axis=0))
    return bool(gap.max() > extent * 0.01)


def _join_rings(rings: Iterable[Ring], digits: int) -> Outline:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in rings:
        if xs:
            xs.append(None)
            ys.append(None)
        xs += np.round(ring[:, 0], digits).tolist()
        ys += np.round(ring[:, 1], digits).tolist()
    return xs, ys


def _make_boundaries(
    features: dict[str, list[Ring]], lines: Sequence[Ring], *, is_reference: bool
) -> Shapes:
    every = np.concatenate([r for rings in features.values() for r in rings] + list(lines))
    squeeze = np.array(
        [math.cos(math.radians(float(every[:, 1].min() + every[:, 1].max()) / 2)), 1]
    )
    extent = float(np.ptp(every * squeeze, axis=0).max())
    digits = max(0, 3 - math.floor(math.log10(extent)))
    scaled = {c: [r * squeeze for r in rings] for c, rings in features.items() if rings}
    # The largest first, so that what lies inside another (杨凌 in 咸阳) is drawn over it.
    order = sorted(scaled, key=lambda c: -sum(map(_area, scaled[c])))
    outlines, labels, room = {}, {}, {}
    for code in order:
        main = max(scaled[code], key=_area)
        kept = [r for r in scaled[code] if _is_kept(r, main, extent)]
        simple = [simplify_line(r, extent * _TOLERANCE) for r in kept]
        outlines[code] = _join_rings([r for r in simple if len(r) > 3], digits)
        x, y, room[code] = _widest_place(simplify_line(main, extent * _TOLERANCE * 3))
        labels[code] = (x, y)
    drawn_lines = tuple(
        (ring[:, 0].round(digits).tolist(), ring[:, 1].round(digits).tolist())
        for ring in (simplify_line(line * squeeze, extent * _TOLERANCE) for line in lines)
    )
    low, high = (every * squeeze).min(axis=0), (every * squeeze).max(axis=0)
    box = (float(low[0]), float(high[0]), float(low[1]), float(high[1]))
    return Shapes(outlines, labels, room, drawn_lines, box, False, is_reference)


def _make_tiles(cells: dict[str, tuple[int, int]]) -> Shapes:
    """Squares at (row, column), row 0 on top."""
    outlines: dict[str, Outline] = {}
    for code, (row, col) in cells.items():
        left, right, top, bottom = col - _TILE, col + _TILE, -row + _TILE, -row - _TILE
        outlines[code] = ([left, right, right, left, left], [bottom, bottom, top, top, bottom])
    rows = [row for row, _col in cells.values()] or [0]
    cols = [col for _row, col in cells.values()] or [0]
    return Shapes(
        outlines=outlines,
        labels={code: (float(col), float(-row)) for code, (row, col) in cells.items()},
        room=dict.fromkeys(cells, _TILE),
        lines=(),
        extent=(min(cols) - 0.5, max(cols) + 0.5, -max(rows) - 0.5, -min(rows) + 0.5),
        is_tiles=True,
        is_reference=False,
    )


def _country_tiles() -> Shapes:
    path = REFERENCE_FOLDER / "tilegrid.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["grid"] == "cn_provinces"]
    return _make_tiles({r["code"]: (int(r["row"]), int(r["col"])) for r in rows})


def _swap_until_best(cost: np.ndarray, cells: list[int]) -> list[int]:
    """Exchange cells of two regions, or move one to a free cell, while that lowers the cost."""
    improved = True
    while improved:
        improved = False
        free = sorted(set(range(cost.shape[1])) - set(cells))
        for i in range(len(cells)):
            for k in free:
                if cost[i, k] < cost[i, cells[i]] - 1e-9:
                    free[free.index(k)], cells[i] = cells[i], k
                    improved = True
            for j in range(i + 1, len(cells)):
                now = cost[i, cells[i]] + cost[j, cells[j]]
                if cost[i, cells[j]] + cost[j, cells[i]] < now - 1e-9:
                    cells[i], cells[j] = cells[j], cells[i]
                    improved = True
    return cells


def place_tiles(places: dict[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    """A cell (row, column) of a small grid for each (longitude, latitude), none used twice.

    The same places always give the same cells. The grid has about a quarter more cells than
    regions and the shape of the area; regions keep their direction from one another where they can.
    """
    if not places:
        return {}
    codes = sorted(places)
    lonlat = np.array([places[c] for c in codes])
    lonlat[:, 0] *= math.cos(math.radians(float(lonlat[:, 1].mean())))
    low, span = lonlat.min(axis=0), np.maximum(np.ptp(lonlat, axis=0), 1e-6)
    aspect = float(np.clip(span[0] / span[1], 0.5, 1.6))
    columns = max(1, math.ceil(math.sqrt(len(codes) * 1.25 * aspect)))
    rows = math.ceil(len(codes) * 1.25 / columns)
    # Ranks as well as distances: cities crowd together, and their tiles should spread.
    ranks = lonlat.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    spread = (lonlat - low) / span * 0.5 + ranks / max(1, len(codes) - 1) * 0.5
    x, y = spread[:, 0] * (columns - 1), (1 - spread[:, 1]) * (rows - 1)
    cell_row, cell_col = np.divmod(np.arange(rows * columns), columns)
    cost = (x[:, None] - cell_col) ** 2 + (y[:, None] - cell_row) ** 2
    cells = [-1] * len(codes)
    for flat in np.argsort(cost, axis=None, kind="stable"):
        i, k = divmod(int(flat), rows * columns)
        if cells[i] < 0 and k not in cells:
            cells[i] = k
    cells = _swap_until_best(cost, cells)
    return {c: (cells[i] // columns, cells[i] % columns) for i, c in enumerate(codes)}


def _drawn_children(parent: str) -> tuple[Region, ...]:
    regions = load_catalogue().children(parent)
    return tuple(r for r in regions if r.level != "nonregional")


def _reference_boundaries(parent: str, boundaries: bool) -> dict[str, list[Ring]]:
    """Rings of the children of ``parent`` that may be drawn; empty where tiles take their place."""
    children = [r.code for r in _drawn_children(parent)]
    if parent == SHAANXI:
        cities = dict(_reference_features("shaanxi_cities.geojson"))
        cities["SN-YL"] = _reference_features("shaanxi_counties.geojson")["610403"]
        return {c: cities[c] for c in children if c in cities}
    if parent.startswith("61"):
        features = _reference_features("shaanxi_counties.geojson")
    elif not boundaries:
        return {}
    elif parent == COUNTRY:
        features = _reference_features("china_provinces.geojson")
    else:
        features = _reference_features("china_cities.geojson")
    found = {c: features[c] for c in children if c in features}
    return found if len(found) == len(children) else {}


def _default_tiles(parent: str) -> Shapes:
    if parent == COUNTRY:
        return _country_tiles()
    children = load_catalogue().counted_children(parent)
    located = {r.code: (r.lon, r.lat) for r in children if r.lon is not None and r.lat is not None}
    return _make_tiles(place_tiles(located))


@lru_cache(maxsize=64)
def load_shapes(parent: str, *, boundaries: bool = False, geojson: str = "") -> Shapes:
    """The shapes of the children of ``parent``, kept for the life of the process.

    Shaanxi and its cities have boundaries; elsewhere they are drawn only with ``boundaries``,
    otherwise tiles. ``geojson`` is the path of a file whose feature ids are region codes: it wins
    where it covers children of ``parent``. Children without a shape are left out.

    Raises OSError or ValueError when the file at ``geojson`` cannot be read.
    """
    children = {r.code for r in _drawn_children(parent)}
    supplied = _read_features(Path(geojson)) if geojson else {}
    own = {c: rings for c, rings in supplied.items() if c in children and rings}
    reference = _reference_boundaries(parent, boundaries)
    features = {**reference, **own}
    if not features:
        return _default_tiles(parent)
    uses_reference = any(c not in own for c in features)
    lines = _read_lines() if parent == COUNTRY and uses_reference else []
    return _make_boundaries(features, lines, is_reference=uses_reference)
