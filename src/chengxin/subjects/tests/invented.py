"""Organisations that do not exist: names built as real ones are, codes with both check characters, any number of them.

The same seed gives the same organisations. Codes carry the division 9901xx, with which no real one begins.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from chengxin.foundation.identifiers import compose_unified_code

PLACES = (
    "海棠市",
    "海棠",
    "海棠市云溪区",
    "海棠市灵湾县",
    "海棠市石浦区",
    "云溪区",
    "灵湾县",
    "石浦",
    "南岭省海棠市",
    "南岭",
)
DISTRICTS = ("990100", "990102", "990103", "990121", "990122", "9901GX")
TOWNS = (
    "平吉",
    "那彭",
    "大番坡",
    "沙埠",
    "久隆",
    "板城",
    "小董",
    "长滩",
    "新棠",
    "三隆",
    "陆屋",
    "旧州",
    "檀圩",
    "武利",
    "伯劳",
)
TRADES = (
    "贸易", "商贸", "科技", "建筑工程", "建材", "物流", "食品", "农业", "农业开发", "信息技术", "电子商务",
    "房地产开发", "装饰工程", "广告", "文化传媒", "投资", "实业", "餐饮管理", "物业服务", "劳务", "机械设备",
    "环保科技", "医药", "汽车服务", "汽车销售", "石油化工", "水产养殖", "林业", "纺织", "家具", "电力工程",
    "旅游", "教育咨询", "企业管理", "网络科技", "供应链管理", "生物科技", "新能源", "港口服务", "船务代理",
    "矿业", "包装", "印刷", "塑料制品", "木业", "粮油", "饲料", "再生资源回收",
)  # fmt: skip
SHOPS = (
    "商店", "便利店", "小卖部", "超市", "餐馆", "饮食店", "早餐店", "米粉店", "烧烤店", "理发店", "美容店",
    "服装店", "鞋店", "五金店", "建材店", "修理店", "汽车修理厂", "摩托车行", "药店", "诊所", "水果店",
    "蔬菜摊", "肉铺", "海鲜档", "茶庄", "烟酒店", "手机店", "电器行", "家具厂", "养殖场", "种植场", "经营部",
    "批发部", "工作室", "百货店", "文具店", "旅馆", "棋牌室", "网吧", "废品收购站",
)  # fmt: skip
ENDS = (
    ("有限公司", 74),
    ("有限责任公司", 14),
    ("股份有限公司", 3),
    ("集团有限公司", 2),
    ("合伙企业（有限合伙）", 3),
    ("有限公司分公司", 4),
)
BRAND = (
    "盛隆海华金鑫源恒达兴旺顺发天宇宏泰丰瑞祥安康福利民生东南西北新中大广联众诚信德嘉美佳宝龙凤鹏程万"
    "里通达远洋港湾江河湖山林森木火土石玉珠银铜铁钢强盛世纪时代国际环球华夏神州长城昌荣富贵春秋冬夏日"
    "月星辰光明亮辉煌彩虹云雨风雷电雪冰霜露清水蓝绿红黄白黑紫青禾苗稻谷麦豆果蔬花草叶梅兰竹菊松柏桂榕"
    "樟杨柳桃李杏橙橘荔枝龙眼芒蕉莲荷鱼虾蟹贝鸡鸭鹅猪牛羊马骏驰腾飞跃进步升扬帆启航创业立基石础筑建设"
    "业兴家和睦邻友爱仁义礼智勇正直公平开放共享合作赢利双三四五六七八九十百千亿永久恒远悠长青松鹤翔麟"
    "麒凰鸿雁燕雀鹰虎豹狮象鹿熊猫兔蛇猴犬鼠甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥朗晴旭昊晟昱晖"
    "曦晨晓暖阳煜炜烨熙焕灿炎焱淼鑫垚犇羴骉赟斌彬博雅致尚品味优质精工匠心艺术文墨轩阁楼台亭苑园庄府邸"
    "坊居舍堂馆院所站"
)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华文玉红建国志海燕春秋梅"
RARE = "𬭚𠮷𫍯㙍䶮龘鱻\ue0a1\U000f0003"
"""Characters that break narrow search: beyond the basic plane, of the extensions, for private use."""

_COMMON_FIRST = tuple(accumulate(1 / (place + 12) for place in range(len(BRAND))))
_BODY = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class Invented:
    """One organisation as a file would name it."""

    code: str
    name: str
    district: str


def organisations(count: int, *, seed: int = 1) -> Iterator[Invented]:
    """Yield so many organisations with different codes: half companies, near half 个体工商户, some others."""
    chance = random.Random(seed)  # noqa: S311  invented names, nothing to guess
    for number in range(count):
        prefix, name = _named(chance)
        district = chance.choice(DISTRICTS)
        division = district if district.isdigit() else "990100"
        yield Invented(compose_unified_code(prefix, division, _body(seed, number)), name, district)


def names(count: int, *, seed: int = 1) -> Iterator[str]:
    """Yield so many names alone; some may be equal."""
    chance = random.Random(seed)  # noqa: S311  invented names, nothing to guess
    for _ in range(count):
        yield _named(chance)[1]


def _body(seed: int, number: int) -> str:
    return f"MA{_BODY[seed % 31]}" + "".join(_BODY[number // 31**place % 31] for place in range(4, -1, -1))


def _named(chance: random.Random) -> tuple[str, str]:
    place = chance.choices(PLACES, weights=(30, 14, 12, 12, 8, 6, 6, 3, 5, 4))[0]
    kind = chance.random()
    if kind < 0.47:
        return "92", _shop(chance, place)
    if kind < 0.94:
        end = chance.choices([end for end, _ in ENDS], weights=[weight for _, weight in ENDS])[0]
        return "91", _odd(chance, f"{place}{_brand(chance)}{chance.choice(TRADES)}{end}")
    if kind < 0.98:
        return (
            "93",
            f"{place}{chance.choice(TOWNS)}{_brand(chance)}{chance.choice(('种植', '养殖', '农机'))}农民专业合作社",
        )
    return "52", f"{place}{_brand(chance)}{chance.choice(('幼儿园', '培训学校', '社会工作服务中心', '研究院'))}"


def _shop(chance: random.Random, place: str) -> str:
    owner = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2))))
    first = owner if chance.random() < 0.4 else _brand(chance)
    return _odd(chance, f"{place}{chance.choice((*TOWNS, '', ''))}{first}{chance.choice(SHOPS)}")


def _brand(chance: random.Random) -> str:
    length = chance.choices((2, 3, 4), weights=(70, 22, 8))[0]
    return "".join(chance.choices(BRAND, cum_weights=_COMMON_FIRST, k=length))


def _odd(chance: random.Random, name: str) -> str:
    """Return the name, one time in a hundred written as real ones sometimes are: brackets, spaces, rare characters."""
    if chance.random() > 0.01:
        return name
    middle = chance.randrange(1, len(name))
    piece: str = chance.choice((" ", "\u3000", "（南岭）", "(南岭)", "·", "A", "１２", "ＡＢｃ", *RARE))
    return name[:middle] + piece + name[middle:]
