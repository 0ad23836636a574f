// The load generator in gRPC's own terms: C channels with K calls in flight on each, callback
// API, closed loop, the same line of JSON as load.c.
//
//     grpc-client SOCKET --connections 4 --in-flight 16 --seconds 3 --server-pid 4711
#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "../../load/measure.h"
#include "ping.grpc.pb.h"

namespace {

std::atomic<bool> measuring{false}, ending{false};
std::atomic<unsigned> running{0};
std::mutex lock;  // Held for the two counters and the histogram.
uint64_t calls = 0, failed = 0;
Histogram latency;

/// One place among the calls in flight: sends a call, and the next one when it is answered.
class Slot {
 public:
  explicit Slot(benchmark::Admin::Stub* stub) : stub_(stub) {
    request_.set_payload(std::string(64, 'x'));
    request_.set_answer_size(512);
  }

  void send() {
    // A context serves one call.
    context_ = std::make_unique<grpc::ClientContext>();
    sent_ = now();
    stub_->async()->Ping(
        context_.get(), &request_, &response_, [this](grpc::Status status) { answered(status); });
  }

 private:
  void answered(const grpc::Status& status) {
    if (measuring) {
      bool ok = status.ok() && response_.payload().size() == 512;
      std::lock_guard<std::mutex> guard(lock);
      calls++;
      failed += !ok;
      record(&latency, now() - sent_);
    }
    if (ending)
      running--;
    else
      send();
  }

  benchmark::Admin::Stub* stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  modiste::v1::PingRequest request_;
  modiste::v1::PingResponse response_;
  uint64_t sent_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  std::string path;
  unsigned connections = 1, in_flight = 1;
  double seconds = 3, warmup = 0.5;
  pid_t server = 0;
  for (int i = 1; i < count; i++) {
    std::string flag = arguments[i];
    if (flag[0] != '-') {
      path = flag;
      continue;
    }
    const char* value = ++i < count ? arguments[i] : "";
    if (flag == "--connections")
      connections = std::atoi(value);
    else if (flag == "--in-flight")
      in_flight = std::atoi(value);
    else if (flag == "--seconds")
      seconds = std::atof(value);
    else if (flag == "--warmup")
      warmup = std::atof(value);
    else if (flag == "--server-pid")
      server = std::atoi(value);
    else
      return std::fprintf(stderr, "the flag is %s; see the head of client.cc\n", flag.c_str()), 2;
  }

  std::vector<std::unique_ptr<benchmark::Admin::Stub>> stubs;
  std::vector<std::unique_ptr<Slot>> slots;
  for (unsigned i = 0; i < connections; i++) {
    // Without this all channels of a process share one connection.
    grpc::ChannelArguments options;
    options.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    stubs.push_back(benchmark::Admin::NewStub(grpc::CreateCustomChannel(
        "unix:" + path, grpc::InsecureChannelCredentials(), options)));
    for (unsigned k = 0; k < in_flight; k++)
      slots.push_back(std::make_unique<Slot>(stubs.back().get()));
  }
  running = slots.size();
  for (auto& slot : slots) slot->send();

  usleep(static_cast<useconds_t>(warmup * 1e6));
  uint64_t cpu = cpu_time(server), started = now();
  measuring = true;
  usleep(static_cast<useconds_t>(seconds * 1e6));
  measuring = false;
  cpu = cpu_time(server) - cpu;
  started = now() - started;
  ending = true;
  while (running > 0) usleep(1000);
  print_result(calls, failed, started, cpu, &latency, "");
}
