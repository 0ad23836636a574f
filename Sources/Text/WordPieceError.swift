/// Why a list of tokens is no vocabulary of ``WordPiece``.
package enum WordPieceError: Error, Equatable {
  case missing(String)
  case repeated(id: Int, first: Int)
}

extension WordPieceError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let token): "has no token \(token); [UNK], [CLS] and [SEP] have to be there"
    case .repeated(let id, let first):
      "has the same token at \(first) and \(id); each once is accepted"
    }
  }
}
