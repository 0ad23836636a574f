package import Answering
package import Platform

/// Who calls on an address, as whoever configured the server says. It decides which methods are
/// answered and what of a shopper is seen, and nothing in a request changes it.
package enum CallerRole: String, CaseIterable, Sendable {
  /// The shop's own programs: everything.
  case service
  /// People, or programs, who speak with shoppers: what the masking of the role leaves.
  case agent
  /// People who study shoppers: what is said of many of them together, and of none alone.
  case analyst
}

/// A set of roles.
package struct CallerRoles: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let service = CallerRoles(.service)
  package static let agent = CallerRoles(.agent)
  package static let analyst = CallerRoles(.analyst)

  init(_ role: CallerRole) {
    rawValue =
      switch role {
      case .service: 1
      case .agent: 2
      case .analyst: 4
      }
  }

  func contains(_ role: CallerRole) -> Bool { contains(CallerRoles(role)) }
}

/// What callers of each role see of a shopper.
package struct RoleMaskings: Sendable {
  package var service = Masking.none
  package var agent = Masking.ofAgents

  package init() {}

  package subscript(role: CallerRole) -> Masking {
    switch role {
    case .service: service
    case .agent: agent
    // No method that tells of a shopper is answered to analysts; if one were, it would tell nothing.
    case .analyst: .everything
    }
  }
}

/// Where a server listens, and whom it takes callers there for: `unix:/run/modiste.sock,role=agent`.
package struct ListeningAddress: Equatable, Sendable {
  package var address: Address
  package var role: CallerRole

  package init(_ address: Address, role: CallerRole = .service) {
    self.address = address
    self.role = role
  }

  /// - Throws: for what is no address, and for everything behind a comma but a role: a role that is
  ///   misspelt must not become the path of a socket that is open to all.
  package init(parsing text: String) throws(ListeningAddressError) {
    let parts = text.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    do throws(AddressError) {
      address = try Address(parsing: String(parts[0]))
    } catch {
      throw .address(error)
    }
    role = .service
    guard parts.count > 1 else { return }
    let option = parts[1]
    guard option.hasPrefix("role="), let known = CallerRole(rawValue: String(option.dropFirst(5)))
    else { throw .option(String(option)) }
    role = known
  }
}

extension ListeningAddress: CustomStringConvertible {
  package var description: String {
    role == .service ? "\(address)" : "\(address),role=\(role.rawValue)"
  }
}

package enum ListeningAddressError: Error, Equatable, CustomStringConvertible {
  case address(AddressError)
  case option(String)

  package var description: String {
    switch self {
    case .address(let error): "\(error)"
    case .option(let text):
      "'\(text)' behind the address; accepted: "
        + CallerRole.allCases.map { "role=\($0.rawValue)" }.joined(separator: ", ")
    }
  }
}
