import Platform
import TOMLKit

/// `dataset.toml`: what the columns cannot say.
///
///     time = "order"                  # timestamps are ordinals; or "timestamp", the default
///     [columns.events]                # our name = the name in the shop's file
///     user_id = "customer"
///     [forecast]
///     frequency = "week"
///     season = 52                     # that models look for; by default the frequency's
///     scoring_season = 1              # of the naive errors that MASE is measured in; by default the season
///     horizon = 13
///     [profile]
///     currency = "GBP"
///     recency_cuts = [30, 60, 90, 180]   # days; also frequency_cuts (visits), monetary_cuts
package struct DatasetSettings: Sendable, Equatable {
  package enum Time: String, CaseIterable, Sendable {
    /// Seconds since 1970.
    case timestamp
    /// Whole numbers that only say what came before what, within one user.
    case order
  }

  package struct Forecast: Sendable, Equatable {
    package var frequency: String?
    /// Periods after which a pattern repeats.
    package var season: Int?
    /// Periods before which the naive forecast lies whose errors MASE is measured in; `nil`: the season.
    package var scoringSeason: Int?
    /// Periods to forecast.
    package var horizon: Int?
  }

  package struct Profile: Sendable, Equatable {
    package var currency = ""
    /// Four borders of the scores 1 to 5 each, ascending; `nil`: fifths of all shoppers.
    package var recencyCuts: [Double]?
    package var frequencyCuts: [Double]?
    package var monetaryCuts: [Double]?
  }

  package var time = Time.timestamp
  /// Per file: our name of a column → its name in the file.
  package var columns: [DatasetFile: [String: String]] = [:]
  package var forecast = Forecast()
  package var profile = Profile()

  package init() {}
}

extension DatasetSettings {
  private static var file: String { DatasetFiles.settingsName }

  /// The settings of a directory; the defaults when it has none.
  ///
  /// - Throws: `DatasetError` for anything that is not in the table above.
  package init(in directory: String) throws(DatasetError) {
    self.init()
    let path = "\(directory)/\(Self.file)"
    do {
      guard try FileSystem.kind(of: path) != nil else { return }
    } catch {
      throw DatasetError(
        file: Self.file, problem: "cannot be read, \(error)", accepted: "a readable file is needed")
    }
    try self.init(parsing: ByteSource(path: path).readAll())
  }

  package init(parsing bytes: [UInt8]) throws(DatasetError) {
    self.init()
    let table: TOMLTable
    do { table = try TOMLTable(string: String(decoding: bytes, as: UTF8.self)) } catch {
      let parseError = error as? TOMLParseError
      throw DatasetError(
        file: Self.file, line: parseError?.source.begin.line,
        problem: parseError?.description ?? "\(error)", accepted: "TOML 1.0 is accepted")
    }
    for key in table.keys.sorted() {
      guard let value = table[key] else { continue }
      switch key {
      case "time":
        guard let time = value.string.flatMap(Time.init(rawValue:)) else {
          throw Self.error(key, "is not a kind of time", accepted: "timestamp, order")
        }
        self.time = time
      case "columns": try readColumns(value.table)
      case "forecast": try readForecast(value.table)
      case "profile": try readProfile(value.table)
      default:
        throw Self.error(key, "is not known", accepted: "time, [columns], [forecast], [profile]")
      }
    }
  }

  private mutating func readColumns(_ tables: TOMLTable?) throws(DatasetError) {
    let known = DatasetFile.allCases.map(\.rawValue).joined(separator: ", ")
    guard let tables else { throw Self.error("columns", "is not a table", accepted: known) }
    for key in tables.keys.sorted() {
      guard let file = DatasetFile(rawValue: key), let table = tables[key]?.table else {
        throw Self.error("columns.\(key)", "is not a table of a known file", accepted: known)
      }
      for column in table.keys {
        guard let name = table[column]?.string else {
          throw Self.error(
            "columns.\(key).\(column)", "is not a column's name", accepted: "a string")
        }
        columns[file, default: [:]][column] = name
      }
    }
  }

  private mutating func readForecast(_ table: TOMLTable?) throws(DatasetError) {
    let known = "frequency, season, scoring_season, horizon"
    guard let table else { throw Self.error("forecast", "is not a table", accepted: known) }
    for key in table.keys.sorted() {
      switch key {
      case "frequency":
        guard let frequency = table[key]?.string else {
          throw Self.error("forecast.frequency", "is not a string", accepted: "\"week\" for one")
        }
        forecast.frequency = frequency
      case "season": forecast.season = try Self.count(key, in: table)
      case "scoring_season": forecast.scoringSeason = try Self.count(key, in: table)
      case "horizon": forecast.horizon = try Self.count(key, in: table)
      default: throw Self.error("forecast.\(key)", "is not known", accepted: known)
      }
    }
  }

  private mutating func readProfile(_ table: TOMLTable?) throws(DatasetError) {
    let known = "currency, recency_cuts, frequency_cuts, monetary_cuts"
    guard let table else { throw Self.error("profile", "is not a table", accepted: known) }
    for key in table.keys.sorted() {
      switch key {
      case "currency":
        guard let currency = table[key]?.string else {
          throw Self.error("profile.currency", "is not a string", accepted: "\"EUR\" for one")
        }
        profile.currency = currency
      case "recency_cuts": profile.recencyCuts = try Self.cuts(key, in: table)
      case "frequency_cuts": profile.frequencyCuts = try Self.cuts(key, in: table)
      case "monetary_cuts": profile.monetaryCuts = try Self.cuts(key, in: table)
      default: throw Self.error("profile.\(key)", "is not known", accepted: known)
      }
    }
  }

  private static func cuts(_ key: String, in table: TOMLTable) throws(DatasetError) -> [Double] {
    let numbers = table[key]?.array?.compactMap { $0.double ?? $0.int.map(Double.init) } ?? []
    guard numbers.count == 4, table[key]?.array?.count == 4,
      zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw error(
        "profile.\(key)", "is not four ascending numbers", accepted: "[30, 60, 90, 180] for one")
    }
    return numbers
  }

  private static func count(_ key: String, in table: TOMLTable) throws(DatasetError) -> Int {
    guard let value = table[key]?.int, value > 0 else {
      throw error("forecast.\(key)", "is not a number of periods", accepted: "1, 2, …")
    }
    return value
  }

  private static func error(_ key: String, _ problem: String, accepted: String) -> DatasetError {
    DatasetError(file: file, value: key, problem: problem, accepted: "accepted: \(accepted)")
  }
}
