package import Bytes

/// How a dataset is cut into what a model may learn from and what it is judged by.
package enum SplitSpecification: Equatable, Sendable {
  /// Of each user with at least two chosen items, the last choice is held out.
  case leaveOneOut
  /// Everything from this share of the time span on is held out; 0 < share < 1.
  case temporalShare(Double)
  /// Everything from this second since 1970 on is held out.
  case temporalFrom(Int64)
  /// Ratings are cut by chance into so many parts, each of which is held out in turn.
  case folds(Int)

  package static let foldCounts = 2...100

  /// `leave-one-out`, `temporal:80%`, `temporal:2026-03-01`, `folds:5`.
  package init(parsing text: String) throws(SplitError) {
    if text == "leave-one-out" {
      self = .leaveOneOut
      return
    }
    if text.hasPrefix("folds:") {
      guard let count = Int(text.dropFirst("folds:".count)), Self.foldCounts.contains(count)
      else { throw .notACount(text) }
      self = .folds(count)
      return
    }
    guard text.hasPrefix("temporal:") else { throw .unknown(text) }
    let argument = String(text.dropFirst("temporal:".count))
    if argument.hasSuffix("%") {
      guard let percent = argument.dropLast().parsed(\.decimal), percent > 0, percent < 100
      else { throw .notAShare(text) }
      self = .temporalShare(percent / 100)
    } else {
      guard let instant = argument.parsed(\.instant) else { throw .notADate(text) }
      self = .temporalFrom(instant)
    }
  }
}

/// Why a dataset cannot be split so.
package enum SplitError: Error, Equatable {
  case unknown(String)
  case notAShare(String)
  case notADate(String)
  case notACount(String)
  /// Folds, where choices are asked for and not ratings.
  case isOfRatings
  /// A temporal split of a dataset whose time is an order within each user.
  case needsTimestamps
  /// One side would have no events.
  case oneSideIsEmpty(String)
}

extension SplitError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknown(let text):
      "split is '\(text)'; accepted are leave-one-out, temporal:80%, temporal:2026-03-01, "
        + "folds:5"
    case .notAShare(let text):
      "split is '\(text)'; the share must lie between 0% and 100%, as in temporal:80%"
    case .notADate(let text):
      "split is '\(text)'; a share such as temporal:80% or a date such as temporal:2026-03-01, "
        + "temporal:2026-03-01T09:30:00Z is accepted"
    case .notACount(let text):
      "split is '\(text)'; \(SplitSpecification.foldCounts.lowerBound) to "
        + "\(SplitSpecification.foldCounts.upperBound) folds are accepted, as in folds:5"
    case .isOfRatings:
      "folds are of ratings; leave-one-out or temporal:80% is accepted for choices"
    case .needsTimestamps:
      "this dataset's time is an order within each user; leave-one-out is accepted"
    case .oneSideIsEmpty(let side):
      "the split leaves no events to \(side); a date within the dataset's time span is accepted"
    }
  }
}

extension StringProtocol {
  package func parsed<Value>(_ value: (ByteView) -> Value?) -> Value? {
    var text = String(self)
    // Safe: the view is used only inside the call that lends the bytes.
    return text.withUTF8 { buffer in
      guard let start = buffer.baseAddress else { return nil }
      return value(unsafe ByteView(start: start, count: buffer.count))
    }
  }
}
