package import Bytes
import Learning
package import Snapshots

/// The figures of past campaigns, as they lie in a snapshot.
///
/// For C campaigns in order of their dates:
///
///     profile.campaigns                 identifiers
///     profile.campaigns.dates           I64, C: seconds since 1970
///     profile.campaigns.arms            U32, C × 4: shoppers and conversions of the treated, of the control
///     profile.campaigns.shown           U32, C × 3: treated shoppers shown something, impressions, clicks
///     profile.campaigns.revenue         F64, C × 6: per shopper with low and high, of both; NaN: not known
///     profile.campaigns.qini            F64, C × 3: coefficient, low, high; NaN: not estimated
///     profile.campaigns.curves          F64, C × 21: of incremental conversions; 0 where there is none
///
/// A file without `profile.campaigns` is of an earlier version, and knows none.
package struct Campaigns: Sendable {
  package let names: IdentifierTable?
  private let figures: [CampaignFigures]

  init(opening file: borrowing TensorFile) throws(SnapshotError) {
    guard file.contains("profile.campaigns") else {
      names = nil
      figures = []
      return
    }
    let names = try file.identifiers("profile.campaigns")
    let count = names.count
    let dates = try file.column("profile.campaigns.dates", as: Int64.self, count: count)
    let arms = try file.matrix(
      "profile.campaigns.arms", as: UInt32.self, rows: count, columns: 4)
    let shown = try file.matrix(
      "profile.campaigns.shown", as: UInt32.self, rows: count, columns: 3)
    let revenue = try file.matrix(
      "profile.campaigns.revenue", as: Double.self, rows: count, columns: 6)
    let qini = try file.matrix(
      "profile.campaigns.qini", as: Double.self, rows: count, columns: 3)
    let curves = try file.matrix(
      "profile.campaigns.curves", as: Double.self, rows: count, columns: QiniCurve.pointCount)
    var figures: [CampaignFigures] = []
    for index in 0..<count {
      func refuse(_ tensor: String, _ reason: String) -> SnapshotError {
        file.error("profile.campaigns.\(tensor)", "of '\(names[index].string)' \(reason)")
      }
      func arm(_ first: Int) throws(SnapshotError) -> CampaignFigures.Arm {
        let row = arms.row(index)
        let (shoppers, conversions) = (Int(row[2 * first]), Int(row[2 * first + 1]))
        guard conversions <= shoppers else {
          throw refuse("arms", "says that \(conversions) of \(shoppers) shoppers converted")
        }
        guard let money = revenue.row(index).estimate(at: 3 * first) else {
          throw refuse("revenue", "is no number between its ends, which are finite or all NaN")
        }
        return CampaignFigures.Arm(
          shoppers: shoppers, conversions: conversions, revenue: money)
      }
      guard let coefficient = qini.row(index).estimate(at: 0) else {
        throw refuse("qini", "is no number between its ends, which are finite or all NaN")
      }
      let row = curves.row(index)
      let curve = (0..<QiniCurve.pointCount).map { row[$0] }
      guard curve.allSatisfy(\.isFinite) else {
        throw refuse("curves", "contains what is not finite; finite numbers are accepted")
      }
      figures.append(
        CampaignFigures(
          name: names[index].string, date: dates[index], treated: try arm(0),
          control: try arm(1), shownShoppers: Int(shown.row(index)[0]),
          impressions: Int(shown.row(index)[1]), clicks: Int(shown.row(index)[2]),
          targeting: coefficient.value.isNaN
            ? nil : .init(coefficient: coefficient, incremental: curve)))
    }
    self.names = names
    self.figures = figures
  }

  package var count: Int { figures.count }

  /// The figures of a campaign; `nil` of one that is not known.
  package func figures(of name: ByteView) -> CampaignFigures? {
    names?.index(of: name.bytes).map { figures[$0] }
  }

  static func pack(_ campaigns: [CampaignFigures], into writer: inout TensorWriter) {
    func numbers(_ estimate: Estimate) -> [Double] {
      [estimate.value, estimate.low, estimate.high]
    }
    let (rows, none) = (campaigns.count, Estimate(value: .nan, low: .nan, high: .nan))
    writer.add("profile.campaigns", identifiers: campaigns.map(\.name))
    writer.add("profile.campaigns.dates", campaigns.map(\.date))
    writer.add(
      "profile.campaigns.arms",
      campaigns.flatMap { campaign in
        [campaign.treated, campaign.control].flatMap {
          [UInt32(clamping: $0.shoppers), UInt32(clamping: $0.conversions)]
        }
      }, shape: [rows, 4])
    writer.add(
      "profile.campaigns.shown",
      campaigns.flatMap {
        [$0.shownShoppers, $0.impressions, $0.clicks].map { UInt32(clamping: $0) }
      }, shape: [rows, 3])
    writer.add(
      "profile.campaigns.revenue",
      campaigns.flatMap { numbers($0.treated.revenue) + numbers($0.control.revenue) },
      shape: [rows, 6])
    writer.add(
      "profile.campaigns.qini",
      campaigns.flatMap { numbers($0.targeting?.coefficient ?? none) }, shape: [rows, 3])
    writer.add(
      "profile.campaigns.curves",
      campaigns.flatMap {
        $0.targeting?.incremental ?? [Double](repeating: 0, count: QiniCurve.pointCount)
      }, shape: [rows, QiniCurve.pointCount])
  }
}

extension Column<Double> {
  /// Three numbers from a place on; `nil` unless they are finite and in order, or all NaN.
  fileprivate func estimate(at place: Int) -> Estimate? {
    let (value, low, high) = (self[place], self[place + 1], self[place + 2])
    let isOrdered = low.isFinite && high.isFinite && low <= value && value <= high
    let isUnknown = value.isNaN && low.isNaN && high.isNaN
    return isOrdered || isUnknown ? Estimate(value: value, low: low, high: high) : nil
  }
}
