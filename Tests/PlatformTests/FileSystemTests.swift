import Foundation
import Platform
import Testing

/// Files, directories and links are made, replaced at once, and removed.
@Suite final class FileSystemTests {
  let root: String

  init() throws {
    root = temporaryPath()
    try FileSystem.makeDirectories("\(root)/a/b")
  }

  deinit { try? FileSystem.removeTree(root) }

  @Test func `names come sorted by bytes, and kinds tell links from what they point at`() throws {
    try create("\(root)/z", [1, 2, 3])
    try create("\(root)/Z", [])
    try FileSystem.replaceLink(at: "\(root)/link", target: "a")

    #expect(try FileSystem.names(in: root) == ["Z", "a", "link", "z"])
    #expect(try FileSystem.kind(of: "\(root)/z") == .file(byteCount: 3))
    #expect(try FileSystem.kind(of: "\(root)/a") == .directory)
    #expect(try FileSystem.kind(of: "\(root)/link") == .symbolicLink)
    #expect(try FileSystem.kind(of: "\(root)/none") == nil)
    #expect(try FileSystem.target(ofLink: "\(root)/link") == "a")
  }

  @Test func `a link is pointed elsewhere and leaves nothing behind`() throws {
    try FileSystem.replaceLink(at: "\(root)/link", target: "a")
    try FileSystem.replaceLink(at: "\(root)/link", target: "a/b")
    #expect(try FileSystem.target(ofLink: "\(root)/link") == "a/b")
    #expect(try FileSystem.names(in: root) == ["a", "link"])
  }

  @Test func `a file is replaced whole, and one that exists is not created again`() throws {
    try create("\(root)/f", [1, 2, 3])
    #expect(throws: SystemError.self) { try create("\(root)/f", [4]) }
    try unsafe FileSystem.replaceFile(at: "\(root)/f", with: ([9, 9] as [UInt8]).span.bytes)
    #expect(try FileSystem.read("\(root)/f") == [9, 9])
    #expect(try FileSystem.names(in: root) == ["a", "f"])
  }

  @Test func `a file whose writing fails leaves the old one and nothing beside it`() throws {
    try create("\(root)/f", [1, 2, 3])
    #expect(throws: SystemError.self) {
      try FileSystem.replaceFile(at: "\(root)/f") { (file) throws(SystemError) in
        try unsafe file.append(([9] as [UInt8]).span.bytes)
        _ = try FileSystem.read("/nowhere")
      }
    }
    #expect(try FileSystem.read("\(root)/f") == [1, 2, 3])
    #expect(try FileSystem.names(in: root) == ["a", "f"])
  }

  @Test func `a file larger than a piece is read whole`() throws {
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    try create("\(root)/f", bytes)
    #expect(try FileSystem.read("\(root)/f") == bytes)
  }

  @Test func `a tree is removed, what its links point at is not`() throws {
    try create("\(root)/kept", [1])
    try create("\(root)/a/b/f", [1])
    try FileSystem.setMode(of: "\(root)/a/b/f", to: 0o444)
    try FileSystem.replaceLink(at: "\(root)/a/link", target: "../kept")
    try FileSystem.removeTree("\(root)/a")
    try FileSystem.removeTree("\(root)/a")
    #expect(try FileSystem.names(in: root) == ["kept"])
  }

  @Test func `directories are made as far as they are missing`() throws {
    try FileSystem.makeDirectories("\(root)/a/b/c/d/")
    try FileSystem.makeDirectories("\(root)/a/b/c/d")
    #expect(try FileSystem.kind(of: "\(root)/a/b/c/d") == .directory)
    try create("\(root)/f", [])
    #expect(throws: SystemError.self) { try FileSystem.makeDirectories("\(root)/f/g") }
  }

  @Test(arguments: [("/a/b", "/a"), ("/a/b/", "/a"), ("/a", "/"), ("a", "."), ("/", "/")])
  func `the parent is the directory that holds a path`(path: String, parent: String) {
    #expect(FileSystem.parent(of: path) == parent)
  }

  @Test func `an error names the call, the path and the reason`() {
    #expect {
      try FileSystem.names(in: "/nowhere")
    } throws: {
      "\($0)" == "opendir '/nowhere': No such file or directory (errno 2)"
    }
  }

  private func create(_ path: String, _ bytes: [UInt8]) throws {
    // Safe: an array of bytes has no padding.
    try unsafe FileSystem.createFile(at: path, with: bytes.span.bytes)
  }
}
