// swift-tools-version: 6.2

import PackageDescription

let client = Target.Dependency.product(name: "ModisteClient", package: "modiste")

let package = Package(
  name: "modiste-swift-client",
  dependencies: [
    // In a package of your own: .package(url: "…/modiste", from: "0.1.0").
    .package(name: "modiste", path: "../..")
  ],
  targets: [
    .executableTarget(name: "example", dependencies: [client]),
    .executableTarget(name: "conformance", dependencies: [client]),
  ]
)
