// swift-tools-version: 6.2

import PackageDescription

// The forecasting targets alone, so that they build in seconds, and a program that times their fits.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"), .enableExperimentalFeature("Lifetimes"),
]
let numerics = Target.Dependency.product(name: "RealModule", package: "swift-numerics")

let package = Package(
  name: "forecast-benchmark",
  dependencies: [.package(url: "https://github.com/apple/swift-numerics", from: "1.1.1")],
  targets: [
    .target(name: "CKernels"),
    .target(name: "CBLAS", linkerSettings: [.linkedLibrary("openblas")]),
    .target(name: "Bytes", swiftSettings: settings),
    .target(name: "CPlatform"),
    .target(name: "COpenSSL", linkerSettings: [.linkedLibrary("crypto")]),
    .target(
      name: "Platform", dependencies: ["CPlatform", "COpenSSL"], swiftSettings: settings),
    .target(name: "Snapshots", dependencies: ["Bytes", "Platform"], swiftSettings: settings),
    .target(name: "Kernels", dependencies: ["CKernels", "CBLAS"], swiftSettings: settings),
    .target(name: "Learning", dependencies: ["Kernels", numerics], swiftSettings: settings),
    .target(
      name: "Forecasting", dependencies: ["Bytes", "Kernels", "Snapshots", "Learning", numerics],
      swiftSettings: settings),
    .executableTarget(
      name: "Series", dependencies: ["Forecasting"], path: "Series", swiftSettings: settings),
  ])
