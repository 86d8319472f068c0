"""What is left of a name when ways of writing are taken away: width, case, spaces, brackets, signs, traditional forms.

The table of traditional forms holds those that names of organisations use and that stand for one simplified form. It is
no dictionary: what can stand for two (乾 in 乾坤 and in 干燥) is left out, so that nothing is guessed. Registered names
are written in the standard simplified forms (企业名称登记管理规定第五条：企业名称应当使用规范汉字).
"""

import re

from chengxin.subjects.rules.naming import normal_form

TRADITIONAL = (
    "萬万 與与 業业 東东 絲丝 兩两 嚴严 喪丧 豐丰 臨临 為为 麗丽 舉举 義义 烏乌 樂乐 喬乔 習习 鄉乡 書书 買买 亂乱 "
    "爭争 虧亏 雲云 亞亚 產产 畝亩 親亲 億亿 僅仅 從从 侖仑 倉仓 儀仪 們们 價价 眾众 優优 會会 傘伞 偉伟 傳传 傷伤 "
    "倫伦 偽伪 體体 餘余 傭佣 兒儿 蘭兰 關关 興兴 養养 獸兽 內内 岡冈 冊册 寫写 軍军 農农 馮冯 衝冲 決决 況况 凍冻 "
    "淨净 涼凉 減减 湊凑 幾几 鳳凤 憑凭 凱凯 擊击 劃划 劉刘 則则 剛刚 創创 刪删 別别 劑剂 劍剑 勁劲 動动 務务 勛勋 "
    "勞劳 勢势 勝胜 區区 醫医 華华 協协 單单 賣卖 盧卢 衛卫 廠厂 廳厅 歷历 厲厉 壓压 厭厌 廁厕 縣县 參参 雙双 發发 "
    "變变 疊叠 葉叶 號号 嘆叹 吳吴 員员 嗎吗 聽听 啟启 吶呐 嘔呕 嗇啬 噸吨 嚨咙 響响 啞哑 嘩哗 喚唤 嘯啸 國国 圖图 "
    "圓圆 聖圣 場场 壞坏 塊块 堅坚 壇坛 壩坝 墳坟 墜坠 壟垄 壘垒 墾垦 墊垫 壽寿 處处 備备 復复 夠够 頭头 誇夸 夾夹 "
    "奪夺 奮奋 獎奖 妝妆 婦妇 媽妈 嫵妩 孫孙 學学 寧宁 寶宝 實实 寵宠 審审 憲宪 宮宫 寬宽 賓宾 對对 導导 尋寻 將将 "
    "爾尔 塵尘 嘗尝 堯尧 層层 屬属 嶼屿 歲岁 豈岂 嶺岭 島岛 峽峡 崗岗 幣币 帥帅 師师 帳帐 帶带 幫帮 廣广 莊庄 慶庆 "
    "廬庐 庫库 應应 廟庙 龐庞 廢废 開开 異异 棄弃 張张 彌弥 彎弯 彈弹 強强 歸归 當当 錄录 徹彻 徑径 憂忧 懷怀 態态 "
    "憐怜 總总 恆恒 慣惯 懸悬 驚惊 懼惧 懲惩 慘惨 戲戏 戰战 戶户 紮扎 執执 擴扩 掃扫 揚扬 擾扰 撫抚 拋抛 搶抢 護护 "
    "報报 擔担 擬拟 攏拢 揀拣 擁拥 攔拦 擰拧 撥拨 擇择 掛挂 揮挥 損损 換换 據据 敵敌 數数 齊齐 齋斋 鬥斗 斬斩 斷断 "
    "無无 舊旧 時时 曠旷 曬晒 曉晓 晉晋 術术 機机 殺杀 雜杂 權权 條条 來来 楊杨 極极 構构 槍枪 樞枢 棗枣 櫃柜 檸柠 "
    "標标 棧栈 棟栋 欄栏 樹树 樣样 橋桥 樁桩 夢梦 檢检 樓楼 欖榄 殘残 毆殴 畢毕 氣气 氫氢 漢汉 湯汤 溝沟 沒没 瀝沥 "
    "淪沦 滄沧 滬沪 濘泞 淚泪 澤泽 潔洁 灑洒 濁浊 測测 濟济 瀏浏 渾浑 濃浓 塗涂 濤涛 澇涝 漣涟 渦涡 潤润 澗涧 漲涨 "
    "澀涩 淵渊 漁渔 滲渗 灣湾 濕湿 溫温 滯滞 滿满 濾滤 濫滥 濱滨 灘滩 瀟潇 瀾澜 燈灯 靈灵 災灾 爐炉 煉炼 爍烁 爛烂 "
    "燭烛 煙烟 煩烦 燒烧 燙烫 熱热 煥焕 愛爱 爺爷 牽牵 犧牺 狀状 獨独 獅狮 獄狱 獲获 獵猎 貓猫 獻献 瑪玛 環环 現现 "
    "瓊琼 甌瓯 電电 畫画 暢畅 療疗 瘡疮 瘋疯 癥症 癢痒 監监 蓋盖 盤盘 睜睁 瞞瞒 矚瞩 礦矿 碼码 磚砖 礎础 確确 禮礼 "
    "禍祸 種种 積积 稱称 穩稳 窮穷 竅窍 窩窝 競竞 筆笔 箋笺 籠笼 築筑 篩筛 籌筹 簽签 簡简 簾帘 籃篮 類类 糧粮 緊紧 "
    "糾纠 紅红 纖纤 約约 級级 紀纪 純纯 綱纲 納纳 縱纵 綸纶 紙纸 紋纹 紡纺 紐纽 線线 組组 細细 織织 終终 經经 綁绑 "
    "結结 給给 絡络 絕绝 統统 絹绢 繡绣 繼继 績绩 緒绪 續续 綺绮 綿绵 維维 綠绿 緣缘 編编 緯纬 縮缩 網网 羅罗 罰罚 "
    "職职 聯联 聰聪 肅肃 腸肠 腎肾 腫肿 脹胀 膚肤 膽胆 臉脸 膠胶 膿脓 艦舰 艙舱 藝艺 節节 蘆芦 蘇苏 蘋苹 莖茎 薦荐 "
    "榮荣 藥药 萊莱 蓮莲 蔣蒋 薩萨 藍蓝 虛虚 蟲虫 蝦虾 補补 襯衬 襲袭 製制 裝装 見见 觀观 規规 視视 覽览 覺觉 觸触 "
    "計计 訂订 認认 訓训 議议 記记 講讲 許许 論论 設设 訪访 證证 評评 識识 詞词 試试 詩诗 誠诚 話话 該该 詳详 語语 "
    "誤误 說说 請请 諸诸 課课 調调 談谈 謀谋 諧谐 謝谢 譜谱 譽誉 貝贝 貞贞 負负 財财 責责 賢贤 敗败 貨货 質质 販贩 "
    "貪贪 貧贫 購购 貫贯 貴贵 貸贷 貿贸 費费 賀贺 資资 賬账 賴赖 賽赛 贊赞 贈赠 贏赢 趙赵 趕赶 躍跃 踐践 車车 軌轨 "
    "軒轩 轉转 輪轮 軟软 軸轴 輕轻 載载 輔辅 輛辆 輝辉 輸输 轄辖 達达 遷迁 過过 邁迈 運运 還还 這这 進进 遠远 連连 "
    "遲迟 適适 選选 遺遗 遼辽 郵邮 鄒邹 鄭郑 鄧邓 醬酱 釀酿 裡里 釋释 鑑鉴 針针 釘钉 鈞钧 鋼钢 鑰钥 銀银 鐵铁 銅铜 "
    "鋁铝 鎖锁 鍋锅 鍵键 鏡镜 鐘钟 鑽钻 長长 門门 閃闪 閉闭 問问 閒闲 間间 聞闻 閩闽 閣阁 閱阅 闊阔 隊队 陽阳 陰阴 "
    "陣阵 階阶 際际 陸陆 陳陈 險险 隨随 隱隐 難难 霧雾 靜静 頂顶 項项 順顺 須须 頑顽 顧顾 頓顿 預预 領领 頗颇 頻频 "
    "題题 顏颜 額额 風风 飛飞 飯饭 飲饮 飼饲 飾饰 餅饼 館馆 馬马 馳驰 駕驾 駐驻 駛驶 駿骏 驗验 騎骑 騰腾 驛驿 魚鱼 "
    "魯鲁 鮑鲍 鮮鲜 鯉鲤 鰲鳌 鳥鸟 鳴鸣 鴨鸭 鴻鸿 鵝鹅 鵬鹏 鶴鹤 鹽盐 麥麦 黃黄 點点 齡龄 龍龙 龜龟 臺台 廈厦 廚厨 "
    "穀谷 週周 麵面 鬆松 髮发 後后 葯药 鷹鹰 雞鸡 鏈链 園园 錦锦 銳锐 鎧铠 銘铭 鐸铎 鈺钰 暉晖 鑾銮 釗钊 鈴铃 銓铨 "
    "鋒锋 錫锡 鎮镇 鈦钛 鋅锌 鎂镁 鎳镍 鉻铬 銷销 鋪铺 鍛锻 鑄铸 鑲镶 鈣钙 鉀钾 鈉钠 縫缝 紗纱 緞缎 繩绳 罈坛 薔蔷 "
    "蓀荪 蔭荫 蕭萧 薈荟 蘊蕴 蟬蝉 蠶蚕 蠟蜡 衆众 褲裤 訊讯 診诊 詠咏 詢询 諾诺 謙谦 謹谨 豎竖 貼贴 賜赐 賦赋 賺赚 "
    "軋轧 輻辐 轟轰 辦办 鄰邻 鄲郸 醞酝 釩钒 鈷钴 鉑铂 閘闸 閔闵 闆板 陝陕 韌韧 韓韩 頌颂 頤颐 顆颗 飄飘 餌饵 騫骞 "
    "驥骥 髒脏 鯨鲸 鷗鸥 鷺鹭 龔龚 璽玺 瑩莹 瑋玮 琺珐 盜盗 睏困 礫砾 祿禄 禎祯 穎颖 竄窜 筍笋 簫箫 籤签 粵粤 紹绍 "
    "紳绅 絨绒 綏绥 緹缇 繪绘 纜缆 聲声 聶聂 膩腻 艷艳 茲兹 牆墙 狹狭 猶犹 珮佩 瑤瑶 璦瑷 甯宁 疇畴 痺痹 皚皑 碩硕 "
    "磯矶 禦御 塢坞 墻墙 夥伙 妳你 姍姗 娛娱 婁娄 嬌娇 孿孪 嵐岚 巒峦 幹干 彙汇 匯汇 徵征 恥耻 愷恺 憫悯 懇恳 戀恋 "
    "撿捡 敘叙 斂敛 昇升 曆历 傑杰 棲栖 榦干 榿桤 槳桨 樸朴 橢椭 欽钦 歐欧 殼壳 氬氩 汙污 沖冲 洩泄 涇泾 淺浅 渢沨 "
    "滾滚 漸渐 潛潜 瀉泻 瀘泸 瀧泷 牀床 鑿凿 鋸锯 麽么 麼么 佈布 併并 佔占 係系 倆俩 倖幸 偵侦 僑侨 僱雇 儘尽 償偿 "
    "儲储 凜凛 剋克 匱匮 卻却 吒咤 啓启 囑嘱 圍围 埡垭"
)
"""Traditional forms, each with the simplified one behind it."""
_TRADITIONAL = frozenset(pair[0] for pair in TRADITIONAL.split())
_SIMPLE = str.maketrans({pair[0]: pair[1] for pair in TRADITIONAL.split()})
_SIGNS = re.compile(r"[^\w\ue000-\uf8ff\U000f0000-\U0010ffff?*\ufffd]|_")
_UNREADABLE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff?*\ufffd]")


def compared_text(name: str) -> str:
    """Return the characters of a name that are compared: simplified forms, capital letters, digits, no signs."""
    normal = normal_form(name)
    text = normal if normal.isalnum() else _SIGNS.sub("", normal)
    return text if _TRADITIONAL.isdisjoint(text) else text.translate(_SIMPLE)


def has_unreadable(text: str) -> bool:
    """Say whether a character is masked, broken or for private use: nobody can say that it is the same."""
    return not text.isalnum() and _UNREADABLE.search(text) is not None
