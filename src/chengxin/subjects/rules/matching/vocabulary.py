"""Words that names of organisations are made of: legal forms, kinds of shops and works, trades."""

from collections.abc import Iterable


def ends_of(words: Iterable[str]) -> frozenset[str]:
    """Return all ends of words: whoever looks for a word at the end of a text goes on while its end is one of these."""
    return frozenset(word[place:] for word in words for place in range(len(word)))


COMPANY = "公司"

FORMS = frozenset(
    """
    有限责任公司 股份有限公司 有限公司 集团有限公司 集团有限责任公司 集团股份有限公司 控股有限公司 集团公司 总公司
    股份公司 股份合作公司 公司 合伙企业 普通合伙 有限合伙 合伙企业有限合伙 合伙企业普通合伙 特殊普通合伙
    合伙企业特殊普通合伙 个人独资企业 专业合作社 农民专业合作社 专业合作社联合社 合作社 联合社 联社 供销合作社
    供销社 合作联社 股份合作社 股份经济合作社 经济合作社 厂 店 商店 分店 部 经营部 批发部 门市部 营业部 销售部
    服务部 维修部 行 商行 车行 馆 餐馆 旅馆 宾馆 场 养殖场 种植场 林场 农场 市场 院 医院 所 事务所 研究所 诊所
    站 加油站 服务站 工作站 社 中心 服务中心 学校 小学 中学 幼儿园 培训学校 协会 商会 学会 基金会 联合会 超市
    药房 药店 大药房 酒店 饭店 大酒店 酒楼 网吧 茶楼 茶庄 工作室 家庭农场 银行 信用社 支行 营业厅 局 委员会
    办公室 大队 支队 中队 管理处 处 科 队 室 政府 人民政府 管理委员会 管委会 企业 微型企业 集团
    """.split()  # noqa: SIM905  a list of words reads as one
)
"""What stands at the end of a name: the legal form (企业名称登记管理规定第十条), or what kind of place it is."""

LIMITED = frozenset({"有限责任公司", "有限公司"})
"""Two ways of writing one form: 公司法第七条 lets a 有限责任公司 call itself either."""

TRADES = frozenset(
    """
    贸易 商贸 经贸 工贸 农贸 外贸 进出口 国际贸易 实业 工业 商业 产业 科技 技术 信息 信息技术 信息科技 网络
    网络科技 软件 电子 电子科技 电子商务 通信 通讯 智能 智能科技 数据 建筑 建设 建材 建工 建筑工程 建设工程
    建筑材料 工程 市政工程 装饰 装饰工程 装修 装潢 园林 园林绿化 绿化 绿化工程 房地产 房地产开发 置业 地产 物业
    物业服务 物业管理 物流 货运 运输 运输服务 客运 公路 船务 船务代理 航运 港口 港务 港口服务 仓储 快递 货运代理
    国际货运代理 报关 供应链 供应链管理 食品 饮食 餐饮 餐饮管理 酒业 饮料 粮油 粮食 米业 茶业 茶叶 农业 农业科技
    农业开发 农产品 农资 生态农业 林业 木业 种植 养殖 种养 水产 水产养殖 畜牧 渔业 牧业 饲料 化肥 肥业 制糖 糖业
    制药 药业 医药 医疗 医疗器械 健康 生物 生物科技 生物技术 保健 化工 石化 石油 石油化工 石油销售 燃气 能源
    新能源 电力 电力工程 电气 水电 供电 水务 自来水 供水 环保 环保科技 环境 环境科技 矿业 煤炭 冶金 钢铁 金属
    金属制品 有色金属 机械 机械设备 设备 农机 机电 五金 五金机电 五金交电 电器 家电 制造 模具 塑料 塑料制品 橡胶
    纸业 包装 印刷 纺织 服装 服饰 鞋业 皮具 家具 家居 家私 陶瓷 玻璃 石材 水泥 混凝土 砖 沙石 汽车 汽车销售
    汽车服务 汽车维修 汽车租赁 汽车配件 摩托车 租赁 建筑设备租赁 设备租赁 投资 投资管理 投资咨询 资产管理 管理
    管理服务 企业管理 管理咨询 企业管理咨询 咨询 咨询服务 信息咨询 财务咨询 商务 商务服务 商务咨询 营销 营销策划
    策划 广告 广告传媒 传媒 文化 文化传播 文化传媒 文化艺术 影视 教育 教育咨询 教育科技 培训 旅游 旅行社 旅游开发
    酒店管理 会展 展览 体育 娱乐 美容 美容美发 美发 理发 洗涤 家政 家政服务 保洁 保洁服务 保安 保安服务 劳务
    劳务派遣 人力资源 测绘 勘测 勘察 设计 工程设计 检测 检验 监理 评估 拍卖 典当 担保 融资担保 小额贷款 保险
    保险代理 证券 基金 百货 日用品 文具 办公设备 办公用品 图书 眼镜 珠宝 首饰 药品 水果 蔬菜 肉食 海鲜 烟酒 烟花
    烟花爆竹 爆竹 副食 副食品 小吃 早餐 米粉 烧烤 修理 维修 配件 再生资源 再生资源回收 废品收购 回收 开发 发展
    销售 服务 服务业 加工 电脑 计算机 数码 手机 电缆 电线 光电 太阳能 照明 灯饰 消防 消防设备 安防 管道 防水 涂料
    油漆 门窗 铝业 铝合金 钢构 钢结构 生猪养殖 果蔬 花卉 苗木 林木 甘蔗 桉树 中草药 中药材 茶叶销售 殡葬 殡仪
    """.split()  # noqa: SIM905  as above
)
"""What an organisation does, as names say it (企业名称登记管理规定第九条：行业或者经营特点)."""

NUMERALS = frozenset("一二三四五六七八九十百千零〇壹贰叁肆伍陆柒捌玖拾甲乙丙丁东西南北中上下左右前后新老大小0123456789")
"""Characters that tell sisters apart (第一分店, 二厂): another one is another organisation, no slip of the pen."""

MARKERS = ("自治区", "自治州", "自治县", "省", "市", "县", "区", "镇", "乡", "州", "盟", "旗", "街道")
"""What a place's name ends with."""

NO_PLACES = frozenset(
    {
        "超市", "夜市", "门市", "城市", "都市", "股市", "集市", "楼市", "花市",
        "社区", "园区", "小区", "校区", "新区", "景区", "库区", "矿区", "林区", "湖区", "城区", "地区", "片区",
    }
)  # fmt: skip
"""Words that end like a place and are none by themselves."""

NO_MARKERS = frozenset({"市场", "市政", "市民", "区域", "区块", "乡村", "乡土", "镇痛", "旗舰", "州立", "旗下", "市井"})
"""Words that begin like the end of a place."""

FORM_ENDS = ends_of(FORMS)
TRADE_ENDS = ends_of(TRADES)
FIRST_OF_MARKERS = frozenset(marker[0] for marker in MARKERS)
