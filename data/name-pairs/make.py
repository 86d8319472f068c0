"""Makes ``name-pairs.csv``: pairs of Chinese organisation names with labels, the same each time. Standard library only.

``python make.py [FILE]`` writes the file (``-`` prints it). Every name is put together from invented places and words; a
rule makes a second name of it, and the rule decides the label. ``rules.csv`` beside this says in words what each does.

The labels: ``same`` is another way of writing one name; ``different`` are names of two organisations; ``review`` can not
be told from the names alone. No label says that two organisations are one: for that a number is needed.
"""

import csv
import io
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

SEED = 20180701
PAIRS_OF_A_RULE = 80

PROVINCE = "南屿省"
CITIES = {"海棠市": ("云汐区", "灵湾县", "石泊区"), "青槐市": ("竹岙区", "葵塘县"), "鹭汀市": ("枫桥湾区", "荻浦县")}
FIRST = "盛隆海华金鑫源恒达兴旺顺宇宏泰丰瑞祥安康福利民联众诚信德嘉美佳宝龙凤鹏程万里通远洋港润森钰锦晟煜昊曦晖"
SECOND = "华海达通源丰泰和顺兴盛隆发昌茂荣辉煌博文雅致尚品优匠艺轩阁园庄亭桥林溪泉峰岭岩石玉珠银铭铎铠锐捷腾跃"
NUMBERED = ("一和", "三和", "四和", "双和", "八和", "九和")
TRADES = ("贸易", "科技", "建筑工程", "物流", "食品", "农业开发", "信息技术", "广告", "文化传媒", "餐饮管理", "物业服务",
          "劳务", "机械设备", "环保科技", "医药", "汽车服务", "水产养殖", "家具", "旅游", "矿业", "印刷", "饲料")  # fmt: skip
NEAR_TRADES = (("贸易", "商贸"), ("科技", "信息科技"), ("建筑", "建筑工程"), ("农业", "农业科技"), ("物流", "物流运输"),
               ("餐饮", "餐饮管理"), ("环保", "环保科技"), ("医药", "药业"), ("文化传媒", "传媒"))  # fmt: skip
SHOPS = ("五金店", "便利店", "餐馆", "药店", "服装店", "建材店", "茶庄", "养殖场", "经营部")
SIMPLE_TO_TRADITIONAL = dict(
    zip(
        "华东业丰兰兴农发台国园图场宝实岭广庆开张强归当录恒数时机权来杨桥气汉泽济湾润灯龙环电画盐盘码矿称约纪维绿罗联艺苏药荣装见规计设话语贝财货贸资车轩轮达运远连选里银铁锦锐长门阳际风饮马驰验骏鱼鸿鹏麦",
        "華東業豐蘭興農發臺國園圖場寶實嶺廣慶開張強歸當錄恆數時機權來楊橋氣漢澤濟灣潤燈龍環電畫鹽盤碼礦稱約紀維綠羅聯藝蘇藥榮裝見規計設話語貝財貨貿資車軒輪達運遠連選裡銀鐵錦銳長門陽際風飲馬馳驗駿魚鴻鵬麥",
        strict=True,
    )
)
SAME_SOUND = {
    "华": "桦", "盛": "圣", "鑫": "欣", "源": "圆", "恒": "横", "兴": "星", "宏": "鸿", "泰": "太", "丰": "枫",
    "瑞": "锐", "祥": "翔", "安": "鞍", "康": "糠", "福": "幅", "诚": "城", "信": "芯", "德": "得", "嘉": "佳", "宝": "堡",
    "鹏": "朋", "程": "成", "通": "同", "远": "愿", "洋": "阳", "港": "岗", "龙": "隆",
}  # fmt: skip
BRANCH_ORDINALS = ("第一", "第二", "第三", "第四", "第五")

Name = tuple[str, str, str, str, str]
"""City, county or nothing, word, trade, form."""


def base(chance: random.Random, form: str = "有限公司") -> Name:
    """Return the parts of an invented company's name."""
    city = chance.choice(sorted(CITIES))
    county = chance.choice(("", *CITIES[city]))
    return city, county, word(chance), chance.choice(TRADES), form


def word(chance: random.Random) -> str:
    """Return an invented word (字号) of two or, at times, three characters, all different."""
    first, second = chance.choice(FIRST), chance.choice(SECOND)
    while second == first:
        second = chance.choice(SECOND)
    third = chance.choice([one for one in SECOND if one not in (first, second)])
    return first + second + (third if chance.random() < 0.3 else "")


def two(chance: random.Random) -> str:
    """Return an invented word of exactly two characters."""
    return word(chance)[:2]


def joined(name: Name) -> str:
    """Return a name as it is registered."""
    return "".join(name)


def inserted(chance: random.Random, text: str, sign: str) -> str:
    """Put a sign somewhere inside a text."""
    place = chance.randrange(1, len(text))
    return text[:place] + sign + text[place:]


# The rules. Each returns both names of a pair; what it does stands in rules.csv under its name.


def brackets(chance: random.Random) -> tuple[str, str]:
    city, _, name, trade, _ = base(chance)
    left = f"{name}（{city[:-1]}）{trade}有限公司"
    return left, left.replace("（", "(").replace("）", chance.choice((")", "）", "﹚")))


def spaces(chance: random.Random) -> tuple[str, str]:
    left = joined(base(chance))
    return left, inserted(chance, left, chance.choice((" ", "　", "\u00a0")))


def width(chance: random.Random) -> tuple[str, str]:
    city, county, name, trade, form = base(chance)
    letters = "".join(chance.choices("ABCDEFGHKLMNXYZ0123456789", k=3))
    wide = "".join(chr(ord(one) + 0xFEE0) for one in letters)
    other = chance.choice((wide, letters.lower(), wide.lower()))
    return f"{city}{county}{name}{letters}{trade}{form}", f"{city}{county}{name}{other}{trade}{form}"


def traditional(chance: random.Random) -> tuple[str, str]:
    while True:
        left = joined(base(chance))
        whole = chance.random() < 0.5
        right = "".join(SIMPLE_TO_TRADITIONAL.get(one, one) if whole or chance.random() < 0.5 else one for one in left)
        if right != left:
            return left, right


def signs(chance: random.Random) -> tuple[str, str]:
    left = joined(base(chance))
    return left, inserted(chance, left, chance.choice("·•・—-.,，"))


def unseen(chance: random.Random) -> tuple[str, str]:
    left = joined(base(chance))
    return left, inserted(chance, left, chance.choice(("\u200b", "\ufeff", "\u2060", "\u00ad")))


def bare_brackets(chance: random.Random) -> tuple[str, str]:
    city, county, name, trade, _ = base(chance)
    left = f"{city}{county}{name}{trade}中心（有限合伙）"
    return left, left.replace("（", "").replace("）", "")


def several_ways(chance: random.Random) -> tuple[str, str]:
    left, right = brackets(chance)
    return left, inserted(chance, traditional_of(right), " ")


def traditional_of(text: str) -> str:
    return "".join(SIMPLE_TO_TRADITIONAL.get(one, one) for one in text)


def no_city(chance: random.Random) -> tuple[str, str]:
    city, county, *rest = base(chance)
    return city + county + "".join(rest), "".join(rest)


def province_added(chance: random.Random) -> tuple[str, str]:
    left = joined(base(chance))
    return left, chance.choice((PROVINCE, PROVINCE[:-1])) + left


def no_marker(chance: random.Random) -> tuple[str, str]:
    city, _, *rest = base(chance)
    return city + "".join(rest), city[:-1] + "".join(rest)


def county_alone(chance: random.Random) -> tuple[str, str]:
    city, _, *rest = base(chance)
    county = chance.choice(CITIES[city])
    return city + county + "".join(rest), county + "".join(rest)


def limited(chance: random.Random) -> tuple[str, str]:
    *rest, _ = base(chance)
    return "".join(rest) + "有限公司", "".join(rest) + "有限责任公司"


def converted(chance: random.Random) -> tuple[str, str]:
    *rest, _ = base(chance)
    return "".join(rest) + "有限公司", "".join(rest) + chance.choice(("股份有限公司", "集团有限公司", "公司"))


def short_form(chance: random.Random) -> tuple[str, str]:
    name = base(chance)
    return joined(name), name[2] + name[3]


def near_trade(chance: random.Random) -> tuple[str, str]:
    city, county, name, _, form = base(chance)
    one, other = chance.choice(NEAR_TRADES)
    return f"{city}{county}{name}{one}{form}", f"{city}{county}{name}{other}{form}"


def same_sound(chance: random.Random) -> tuple[str, str]:
    while True:
        city, county, name, trade, form = base(chance)
        places = [at for at, one in enumerate(name) if SAME_SOUND.get(one, one) != one]
        if places:
            at = chance.choice(places)
            other = name[:at] + SAME_SOUND[name[at]] + name[at + 1 :]
            return f"{city}{county}{name}{trade}{form}", f"{city}{county}{other}{trade}{form}"


def left_out(chance: random.Random) -> tuple[str, str]:
    city, county, name, trade, form = base(chance)
    at = chance.randrange(len(form))
    return f"{city}{county}{name}{trade}{form}", f"{city}{county}{name}{trade}{form[:at]}{form[at + 1 :]}"


def doubled(chance: random.Random) -> tuple[str, str]:
    left = joined(base(chance))
    at = chance.randrange(len(left))
    return left, left[: at + 1] + left[at:]


def masked(chance: random.Random) -> tuple[str, str]:
    city, county, name, trade, form = base(chance)
    at = chance.randrange(len(name))
    hidden = name[:at] + chance.choice(("*", "?", "\ufffd", "\ue0a1")) + name[at + 1 :]
    return f"{city}{county}{name}{trade}{form}", f"{city}{county}{hidden}{trade}{form}"


def place_in_brackets(chance: random.Random) -> tuple[str, str]:
    city, _, name, trade, form = base(chance)
    return f"{city}{name}{trade}{form}", f"{name}（{city[:-1]}）{trade}{form}"


def turned(chance: random.Random) -> tuple[str, str]:
    city, county, _, trade, form = base(chance)
    name = two(chance)
    return f"{city}{county}{name}{trade}{form}", f"{city}{county}{name[::-1]}{trade}{form}"


def other_character(chance: random.Random) -> tuple[str, str]:
    city, county, _, trade, form = base(chance)
    name = two(chance)
    other = chance.choice([one for one in SECOND if one not in name and not sounds_like(one, name[1])])
    return f"{city}{county}{name}{trade}{form}", f"{city}{county}{name[0]}{other}{trade}{form}"


def sounds_like(one: str, other: str) -> bool:
    """Say whether two characters of our own lists sound the same; the groups are all there are in them."""
    groups = ("通同铜", "源圆园", "和荷", "泰太", "兴星", "盛圣", "丰峰枫", "发", "昌", "辉晖", "博", "文", "雅", "亭庭",
              "泉", "岭", "岩", "石", "玉宇煜钰", "银", "铭", "捷", "腾", "林", "溪曦", "桥", "庄", "轩", "珠", "达", "海")  # fmt: skip
    return one == other or any(one in group and other in group for group in groups)


def other_trade(chance: random.Random) -> tuple[str, str]:
    city, county, name, trade, form = base(chance)
    other = chance.choice([one for one in TRADES if not set(one) & set(trade)])
    return f"{city}{county}{name}{trade}{form}", f"{city}{county}{name}{other}{form}"


def branch(chance: random.Random) -> tuple[str, str]:
    name = base(chance)
    at = chance.choice(CITIES[name[0]])
    return joined(name), joined(name) + at[:-1] + chance.choice(("分公司", "分店", "门市部", "营业部"))


def two_branches(chance: random.Random) -> tuple[str, str]:
    name = joined(base(chance))
    one, other = chance.sample([county[:-1] for counties in CITIES.values() for county in counties], 2)
    return f"{name}{one}分公司", f"{name}{other}分公司"


def numbered_branches(chance: random.Random) -> tuple[str, str]:
    name = joined(base(chance))
    one, other = chance.sample(BRANCH_ORDINALS, 2)
    return f"{name}{one}分店", f"{name}{other}分店"


def shop_and_works(chance: random.Random) -> tuple[str, str]:
    city, county, name, _, _ = base(chance)
    one, other = chance.choice((("五金店", "五金厂"), ("家具店", "家具厂"), ("印刷部", "印刷厂"), ("饲料店", "饲料厂")))
    return f"{city}{county}{name}{one}", f"{city}{county}{name}{other}"


def company_and_cooperative(chance: random.Random) -> tuple[str, str]:
    city, county, name, _, _ = base(chance)
    trade = chance.choice(("种养", "水产养殖", "农业开发", "果蔬"))
    return f"{city}{county}{name}{trade}有限公司", f"{city}{county}{name}{trade}专业合作社"


def other_city(chance: random.Random) -> tuple[str, str]:
    city, _, *rest = base(chance)
    other = chance.choice([one for one in sorted(CITIES) if one != city])
    return city + "".join(rest), other + "".join(rest)


def numeral(chance: random.Random) -> tuple[str, str]:
    city, county, _, trade, form = base(chance)
    one, other = chance.sample(NUMBERED, 2)
    return f"{city}{county}{one}{trade}{form}", f"{city}{county}{other}{trade}{form}"


def sisters(chance: random.Random) -> tuple[str, str]:
    city, county, _, trade, form = base(chance)
    name = two(chance)
    one, other = chance.sample([sign for sign in SECOND if sign not in name], 2)
    while sounds_like(one, other):
        one, other = chance.sample([sign for sign in SECOND if sign not in name], 2)
    return f"{city}{county}{name}{one}{trade}{form}", f"{city}{county}{name}{other}{trade}{form}"


def strangers(chance: random.Random) -> tuple[str, str]:
    city, county, name, trade, form = base(chance)
    other = word(chance)
    while set(other) & set(name):
        other = word(chance)
    return f"{city}{county}{name}{trade}{form}", f"{city}{county}{other}{trade}{form}"


def shops(chance: random.Random) -> tuple[str, str]:
    city, county, name, _, _ = base(chance)
    one, other = chance.sample(SHOPS, 2)
    return f"{city}{county}{name}{one}", f"{city}{county}{name}{other}"


RULES: dict[str, tuple[Callable[[random.Random], tuple[str, str]], str]] = {
    **{rule.__name__: (rule, "same") for rule in (brackets, spaces, width, traditional, signs, unseen, bare_brackets,
                                                  several_ways)},
    **{rule.__name__: (rule, "review") for rule in (no_city, province_added, no_marker, county_alone, limited, converted,
                                                    short_form, near_trade, same_sound, left_out, doubled, masked,
                                                    place_in_brackets)},
    **{rule.__name__: (rule, "different") for rule in (turned, other_character, other_trade, branch, two_branches,
                                                       numbered_branches, shop_and_works, company_and_cooperative,
                                                       other_city, numeral, sisters, strangers, shops)},
}  # fmt: skip


def pairs() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield number, left name, right name, label and rule of each pair; no pair stands there twice."""
    seen: set[tuple[str, str]] = set()
    number = 0
    for name, (rule, label) in RULES.items():
        chance = random.Random(f"{SEED} {name}")
        made = 0
        while made < PAIRS_OF_A_RULE:
            left, right = rule(chance)
            if (left, right) in seen or left == right:
                continue
            seen.add((left, right))
            made += 1
            number += 1
            yield f"{number:04d}", left, right, label, name


def text() -> str:
    """Return the file."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(("number", "left", "right", "label", "rule"))
    writer.writerows(pairs())
    return written.getvalue()


if __name__ == "__main__":
    place = sys.argv[1] if len(sys.argv) > 1 else str(Path(__file__).with_name("name-pairs.csv"))
    if place == "-":
        sys.stdout.write(text())
    else:
        Path(place).write_text(text(), encoding="utf-8", newline="\n")
