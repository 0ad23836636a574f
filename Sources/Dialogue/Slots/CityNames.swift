/// Large cities of China and of the world, in English and Chinese, from general knowledge: what shoppers name that no
/// catalogue has. English names that are everyday words (Nice, Bath, Reading, Orange) are not here.
package enum CityNames {
  /// For a shop whose messages mark cities; each name stands for itself.
  package static func entries(slot: String = "city") -> [FittedGazetteer.Entry] {
    (english + chinese).split(whereSeparator: { ",\n".contains($0) }).map {
      let name = String($0.drop { $0 == " " })
      return FittedGazetteer.Entry(name, slot: slot, value: name)
    }
  }

  private static let english = """
    Beijing, Shanghai, Guangzhou, Shenzhen, Tianjin, Chongqing, Chengdu, Wuhan, Hangzhou, Nanjing, Xi'an, Suzhou, Qingdao, Dalian,
    Shenyang, Harbin, Changsha, Zhengzhou, Jinan, Kunming, Xiamen, Fuzhou, Ningbo, Hefei, Wuxi, Guiyang, Nanning, Hong Kong,
    Macau, Taipei, Kaohsiung, Singapore, Tokyo, Osaka, Kyoto, Yokohama, Nagoya, Seoul, Busan, Bangkok, Hanoi, Ho Chi Minh City, Jakarta,
    Kuala Lumpur, Manila, Mumbai, Delhi, New Delhi, Bangalore, Chennai, Kolkata, Hyderabad, Karachi, Lahore, Dhaka, Dubai,
    Abu Dhabi, Doha, Riyadh, Tel Aviv, Jerusalem, Istanbul, Ankara, Tehran, Baghdad, Cairo, Casablanca, Lagos, Nairobi, Accra,
    Cape Town, Johannesburg, Durban, Addis Ababa, Tunis, London, Manchester, Birmingham, Liverpool, Leeds, Sheffield, Bristol,
    Glasgow, Edinburgh, Cardiff, Belfast, Dublin, Oxford, Cambridge, Brighton, Nottingham, Leicester, Newcastle, Southampton,
    Paris, Marseille, Lyon, Toulouse, Bordeaux, Lille, Strasbourg, Nantes, Berlin, Hamburg, Munich, Cologne, Frankfurt,
    Stuttgart, Düsseldorf, Dusseldorf, Leipzig, Dresden, Hanover, Nuremberg, Bremen, Vienna, Salzburg, Graz, Zurich, Geneva,
    Basel, Bern, Amsterdam, Rotterdam, The Hague, Utrecht, Brussels, Antwerp, Ghent, Luxembourg, Madrid, Barcelona, Valencia, Seville,
    Bilbao, Malaga, Lisbon, Porto, Rome, Milan, Naples, Turin, Florence, Venice, Bologna, Palermo, Genoa, Athens, Thessaloniki,
    Copenhagen, Aarhus, Stockholm, Gothenburg, Malmö, Oslo, Bergen, Helsinki, Reykjavik, Tallinn, Riga, Vilnius, Warsaw, Krakow,
    Gdansk, Wroclaw, Prague, Brno, Bratislava, Budapest, Bucharest, Sofia, Belgrade, Zagreb, Ljubljana, Sarajevo, Kyiv,
    Moscow, Saint Petersburg, St Petersburg, New York, New York City, Los Angeles, San Francisco, San Diego, Seattle, Portland, Las Vegas,
    Phoenix, Denver, Dallas, Houston, Austin, San Antonio, Chicago, Detroit, Minneapolis, Boston, Philadelphia, Washington, Baltimore,
    Atlanta, Miami, Orlando, New Orleans, Nashville, Charlotte, Pittsburgh, Cleveland, Toronto, Montreal, Vancouver, Ottawa, Calgary,
    Edmonton, Quebec, Mexico City, Guadalajara, Monterrey, Havana, Bogota, Medellin, Lima, Quito, Caracas, Santiago,
    Buenos Aires, Montevideo, Sao Paulo, Rio de Janeiro, Brasilia, Sydney, Melbourne, Brisbane, Perth, Adelaide, Canberra,
    Auckland, Wellington, Christchurch,
    """

  private static let chinese = """
    北京,上海,广州,深圳,天津,重庆,成都,武汉,杭州,南京,西安,苏州,青岛,大连,沈阳,哈尔滨,长沙,郑州,济南,昆明,厦门,福州,宁波,合肥,无锡,
    贵阳,南宁,石家庄,太原,呼和浩特,长春,南昌,海口,三亚,兰州,西宁,银川,乌鲁木齐,拉萨,东莞,佛山,珠海,中山,惠州,汕头,泉州,温州,绍兴,
    嘉兴,金华,台州,湖州,常州,南通,徐州,扬州,盐城,镇江,泰州,烟台,潍坊,临沂,淄博,威海,济宁,洛阳,开封,南阳,襄阳,宜昌,株洲,湘潭,岳阳,
    衡阳,桂林,柳州,北海,绵阳,德阳,宜宾,南充,遵义,大理,丽江,咸阳,宝鸡,唐山,保定,秦皇岛,邯郸,廊坊,大同,包头,鞍山,吉林市,大庆,芜湖,
    蚌埠,赣州,九江,漳州,莆田,湛江,江门,香港,澳门,台北,高雄,台中,新加坡,东京,大阪,京都,横滨,首尔,釜山,曼谷,河内,胡志明市,雅加达,
    吉隆坡,马尼拉,孟买,新德里,迪拜,伊斯坦布尔,开罗,开普敦,伦敦,曼彻斯特,伯明翰,利物浦,爱丁堡,格拉斯哥,都柏林,巴黎,里昂,马赛,柏林,
    汉堡,慕尼黑,科隆,法兰克福,维也纳,苏黎世,日内瓦,阿姆斯特丹,鹿特丹,布鲁塞尔,马德里,巴塞罗那,里斯本,罗马,米兰,佛罗伦萨,威尼斯,
    那不勒斯,都灵,雅典,哥本哈根,斯德哥尔摩,奥斯陆,赫尔辛基,华沙,布拉格,布达佩斯,莫斯科,圣彼得堡,纽约,洛杉矶,旧金山,圣地亚哥,西雅图,
    拉斯维加斯,芝加哥,休斯顿,达拉斯,波士顿,费城,华盛顿,亚特兰大,迈阿密,多伦多,蒙特利尔,温哥华,渥太华,墨西哥城,圣保罗,里约热内卢,
    布宜诺斯艾利斯,悉尼,墨尔本,布里斯班,珀斯,奥克兰,惠灵顿,
    """
}
