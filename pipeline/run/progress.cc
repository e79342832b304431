#include "pipeline/run/progress.h"

namespace sourcier {
namespace {

using std::chrono::steady_clock;

}  // namespace

Progress::Progress(std::FILE* out) : out_(out), start_(steady_clock::now()), last_(start_) {}

void Progress::Update(uint64_t payloads, uint64_t bytes) {
  if (out_ == nullptr || ++calls_ % 16 != 0) return;
  const steady_clock::time_point now = steady_clock::now();
  if (now - last_ < std::chrono::milliseconds(200)) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double megabytes = static_cast<double>(bytes) / 1e6;
  std::fprintf(out_, "\r%llu payloads, %.1f MB, %.1f MB/s\x1B[K",
               static_cast<unsigned long long>(payloads), megabytes, megabytes / seconds);
  std::fflush(out_);
  shown_ = true;
}

void Progress::Clear() {
  if (!shown_) return;
  std::fputs("\r\x1B[K", out_);
  std::fflush(out_);
  shown_ = false;
}

}  // namespace sourcier
