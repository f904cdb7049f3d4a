"""What must be right about Streamlit's own options before the server opens.

They come from ``.streamlit/config.toml``, which ``dashboard/.streamlit`` leads to: Streamlit looks there
wherever it is started from. An option of the command line or the environment can still take their
place, so what counts in the end is looked at.
"""

import ipaddress

from streamlit import config, net_util

from dashboard.errors import SettingError
from dashboard.i18n import mark
from dashboard.settings import Settings, parse_address

_WANTED = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "global.developmentMode": False,
    "logger.hideWelcomeMessage": True,  # which asks an outside host for our own address
    "runner.postScriptGC": False,
    "server.corsAllowedOrigins": [],
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.trustedUserHeaders": {},
}


def check_server(settings: Settings) -> None:
    """Refuse a server that is not the one of the project's configuration, or is open to strangers.

    Raises SettingError.
    """
    for name, wanted in _WANTED.items():
        if (value := config.get_option(name)) != wanted:
            raise SettingError(
                mark(
                    "Streamlit's option {name} is {value!r} and must be {wanted!r}, as in "
                    ".streamlit/config.toml: put that file back, and take --{name} off the command "
                    "line and {variable} out of the environment."
                ),
                name=name,
                value=value,
                wanted=wanted,
                variable=config._config_options_template[name].env_var,
            )
    for name, address in (
        ("server.address", config.get_option("server.address")),
        ("DASHBOARD_ADDRESS", parse_address(settings.address).hostname),
    ):
        if not settings.staff and not settings.open_to_everyone and not _is_local(address):
            raise SettingError(
                mark(
                    "{name} is {value!r}, so that others can reach the server, but DASHBOARD_STAFF "
                    "names nobody: everyone could upload and undo. Set DASHBOARD_STAFF to the "
                    "addresses of the staff, or DASHBOARD_OPEN_TO_EVERYONE=1 if that is wanted."
                ),
                name=name,
                value=address,
            )


def prepare_server(settings: Settings) -> None:
    """Give Streamlit what follows from our settings, and keep it from asking outside hosts."""
    config.set_option("server.maxUploadSize", settings.upload_limit_mb)
    if settings.address != Settings.address:
        # Behind a proxy that does not hand on the name, Streamlit compares with this one.
        config.set_option("browser.serverAddress", parse_address(settings.address).hostname)
    # It would be asked at a WebSocket whose origin is not its host, and holds the server for 20 s.
    net_util.get_external_ip = lambda: None


def describe_address(settings: Settings) -> str:
    """Where to point a browser."""
    if settings.address != Settings.address:
        return settings.address
    address = config.get_option("server.address")
    host = address if _is_local(address) else "localhost"
    return f"http://{host}:{config.get_option('server.port')}"


def _is_local(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
