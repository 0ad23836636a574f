/// Made by benchmarks/forecast-intermittent/references.py with statsforecast 2.1.1.
struct IntermittentReference {
  let sales: [Double]
  let croston: Double
  let syntetosBoylan: Double
  let tsb: Double
  let adida: Double
  let imapa: Double

  static let all: [IntermittentReference] = [
    IntermittentReference(
      sales: [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 4, 0, 0, 2,
      ], croston: 0.27608494921514315, syntetosBoylan: 0.262280701754386, tsb: 0.5296459563242897,
      adida: 0.23307692307693786, imapa: 0.31295662215355413),
    IntermittentReference(
      sales: [
        0, 0, 0, 0, 0, 3, 1, 0, 0, 4, 0, 3, 0, 1, 0, 3, 6, 1, 1, 6, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 0,
        1, 0, 3, 2, 3, 3, 0, 0,
      ], croston: 1.0245502584691193, syntetosBoylan: 0.9733227455456632, tsb: 1.2877302555999834,
      adida: 1.2238031434678287, imapa: 1.2273324218940207),
    IntermittentReference(
      sales: [
        0, 32, 0, 17, 0, 16, 0, 0, 24, 21, 19, 16, 0, 25, 22, 0, 19, 0, 0, 0, 0, 28, 25, 19, 0, 16,
        0, 33, 25, 0, 18, 14, 0, 0, 0, 16, 0, 0, 0, 29, 23, 24, 0, 24, 14, 19, 0, 21, 0, 21, 27, 0,
      ], croston: 12.81299243661276, syntetosBoylan: 12.172342814782121, tsb: 12.630749701460715,
      adida: 12.288015910314547, imapa: 12.413449510355672),
    IntermittentReference(
      sales: [56, 56, 57, 45, 62, 43, 47, 48, 43, 38, 0, 0, 0], croston: 50.69050859000001,
      syntetosBoylan: 48.15598316050001, tsb: 36.95338076211001, adida: 15.356281702393275,
      imapa: 15.356281702393275),
    IntermittentReference(
      sales: [5, 4, 3, 10, 5, 4, 7, 5, 8, 7, 7, 7, 6, 11, 8, 6, 6, 2, 7, 4, 9, 7, 4, 6, 9, 5],
      croston: 6.223939722570373, syntetosBoylan: 5.912742736441854, tsb: 6.223939722570373,
      adida: 6.233052698421534, imapa: 6.233052698421534),
    IntermittentReference(
      sales: [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0,
      ], croston: 0.2235294117647059, syntetosBoylan: 0.21235294117647058, tsb: 0.2900262828960475,
      adida: 0.22292857142876568, imapa: 0.12323701267496498),
    IntermittentReference(
      sales: [
        0, 0, 0, 0, 408, 0, 0, 0, 0, 418, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 425,
        0, 0,
      ], croston: 64.15625, syntetosBoylan: 60.9484375, tsb: 40.40426391745638,
      adida: 53.22400000002343, imapa: 46.16681819279414),
    IntermittentReference(
      sales: [0, 9, 6, 10, 0, 10, 0], croston: 4.8917441224712945, syntetosBoylan: 4.64715691634773,
      tsb: 2.572790373, adida: 6.225000000001122, imapa: 5.11119532298755),
    IntermittentReference(
      sales: [0, 0, 0, 0, 0, 0, 0, 0, 0], croston: 0.0, syntetosBoylan: 0.0, tsb: 0.0, adida: 0.0,
      imapa: 0.0),
    IntermittentReference(
      sales: [4], croston: 4.0, syntetosBoylan: 3.8, tsb: 4.0, adida: 4.0, imapa: 4.0),
  ]
}
