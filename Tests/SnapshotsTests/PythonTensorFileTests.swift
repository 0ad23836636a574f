import Snapshots
import TestSupport
import Testing

/// The files of the Python package `safetensors` are read, and it reads ours.
@Suite(
  .enabled(if: Python.isReady, "python3 with venv and pip, to install safetensors, is missing"))
struct PythonTensorFileTests {
  @Test func `a file written by Python is read`() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/python.safetensors"
    let output = try Python.run(
      """
      import sys, numpy
      from safetensors.numpy import save_file
      save_file({
        "bytes": numpy.arange(3, dtype=numpy.uint8), "half": numpy.ones(5, numpy.float16),
        "flags": numpy.array([True, False]), "scalar": numpy.array(7.0),
        "scores": numpy.array([1, 2.5, -3], numpy.float32), "empty": numpy.zeros((0, 4)),
        "factors": numpy.arange(6.0).reshape(2, 3), "ids": numpy.array([-1, 2**40]),
      }, sys.argv[1], metadata={"écrit": "en Python"})
      """, path)
    #expect(output == "")

    let file = try TensorFile(path: path)
    let metadata = file.metadata
    #expect(metadata == ["écrit": "en Python"])
    let names = Set(file.summary.map(\.name))
    #expect(
      names == ["bytes", "half", "flags", "scalar", "scores", "empty", "factors", "ids"])
    let scores = try file.column("scores", as: Float.self)
    #expect((0..<3).map { scores[$0] } == [1, 2.5, -3])
    let factors = try file.matrix("factors", as: Double.self, rows: 2, columns: 3)
    #expect((0..<3).map { factors.row(1)[$0] } == [3, 4, 5])
    let ids = try file.column("ids", as: Int64.self)
    #expect((0..<2).map { ids[$0] } == [-1, 1 << 40])
    let bytes = try file.column("bytes", as: UInt8.self)
    #expect((0..<3).map { bytes[$0] } == [0, 1, 2])
    let empty = try file.matrix("empty", as: Double.self, columns: 4)
    #expect(empty.rows == 0)
  }

  @Test func `our file is read by Python`() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/ours.safetensors"
    try sample().write(to: path)
    let output = try Python.run(
      """
      import sys
      from safetensors import safe_open
      from safetensors.numpy import load_file
      tensors = load_file(sys.argv[1])
      print(safe_open(sys.argv[1], "numpy").metadata())
      print(tensors["scores"].tolist(), tensors["factors"].tolist())
      print(tensors["neighbours.indptr"].tolist(), tensors["neighbours.indices"].dtype)
      print(bytes(tensors["titles.bytes"]).decode(), tensors["titles.offsets"].tolist())
      print(tensors["empty"].shape, len([name for name in tensors if name[:6] != "__pad_"]))
      """, path)
    #expect(
      output == """
        {'model': 'sample "1"\\n'}
        [1.0, 2.5, -3.0] [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
        [0, 2, 2, 3] uint32
        dress連身裙 [0, 5, 5, 14]
        (0,) 12

        """)
  }
}
