-- everywhere_of: whether the place of a break in a series stands for all regions: blank, 全部, all
-- params:  none
CREATE OR REPLACE MACRO everywhere_of(place_text, code_text) AS
trim(code_text, ' 　') = '' AND list_contains(
    ['', '全部', '全部地区', '所有', '所有地区', '各地', '各地区', '各市', '全体', 'all', 'all regions',
    'everywhere', '*'],
    lower(trim(place_text, ' 　'))
)
