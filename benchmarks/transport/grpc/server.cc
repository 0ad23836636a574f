// gRPC C++ by its fastest documented way: the callback API, answered in place.
//
//     grpc-server SOCKET
#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <string>

#include "ping.grpc.pb.h"

namespace {

class Admin final : public benchmark::Admin::CallbackService {
  grpc::ServerUnaryReactor* Ping(
      grpc::CallbackServerContext* context, const modiste::v1::PingRequest* request,
      modiste::v1::PingResponse* response) override {
    std::string* payload = response->mutable_payload();
    *payload = request->payload();
    payload->resize(request->answer_size());
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "%d arguments; one is expected: the path of the socket\n", count - 1);
    return 2;
  }
  std::remove(arguments[1]);
  Admin service;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(
      std::string("unix:") + arguments[1], grpc::InsecureServerCredentials());
  builder.RegisterService(&service);
  auto server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  server->Wait();
}
