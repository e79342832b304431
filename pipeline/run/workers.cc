#include "pipeline/run/workers.h"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace sourcier {
namespace {

// Every item of a batch keeps buffers for its records, about ten times its payload.
constexpr size_t kBatchBytes = 32 << 10;
constexpr size_t kBatchItems = 16;
constexpr size_t kWindowBytesPerJob = 1 << 20;
constexpr size_t kKeptCapacity = 512 << 10;  // larger buffers are given back after use

// Takes a payload from what the reader gave to what the line reads, and turns it into an outcome.
class Worker {
 public:
  Worker(const WorkOptions& options, const Languages& languages, const Line& line)
      : languages_(languages), line_(line), writer_(options.keep_text) {}

  void Run(Document& document, Outcome* outcome) {
    try {
      DecodePayload(&document);
      if (!HasFatal(document)) RunLine(line_, languages_, document);
      writer_.Write(document, &outcome->records);
    } catch (const std::exception& e) {
      document.problems.push_back({"run", "internal", e.what(), std::nullopt, true});
      writer_.Write(document, &outcome->records);
    }
    outcome->fatal = HasFatal(document);
    outcome->source = std::move(document.source);
    outcome->language = std::move(document.language);
    outcome->problems = std::move(document.problems);
  }

 private:
  static bool HasFatal(const Document& document) {
    return std::any_of(document.problems.begin(), document.problems.end(),
                       [](const Problem& p) { return p.fatal; });
  }

  const Languages& languages_;
  const Line& line_;
  RecordWriter writer_;
};

// What a reader fills in of a document, to wait in a queue without the weight of the rest.
struct Item {
  Source source;
  std::string payload, sha256;
  std::string_view media_type;
  std::optional<uint64_t> oversize;
  std::vector<Problem> problems;
  Outcome outcome;

  // Buffers change hands, so that their memory goes round.
  void Swap(Document* document) {
    std::swap(source, document->source);
    payload.swap(document->payload);
    sha256.swap(document->sha256);
    std::swap(media_type, document->media_type);
    std::swap(oversize, document->oversize);
    problems.swap(document->problems);
  }
};

struct Batch {
  std::vector<Item> items;  // the first `count` are in use
  size_t count = 0;
  uint64_t bytes = 0;
  bool done = false;
};

void TrimRecords(Records* records) {
  size_t capacity = records->fact_lines.capacity();
  for (const ByteBuffer& s : records->lines) capacity += s.capacity();
  if (capacity > kKeptCapacity) *records = Records();
}

class Pool {
 public:
  Pool(const WorkOptions& options, const Languages& languages, const Line& line)
      : options_(options), languages_(languages), line_(line) {
    // Signals are for the caller's thread: it may be waiting in a read.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (unsigned i = 0; i < options.jobs; ++i) threads_.emplace_back([this] { Work(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      queue_.clear();
      closed_ = true;
    }
    work_there_.notify_all();
    for (std::thread& t : threads_) t.join();
  }

  bool HasRoom() const {
    return in_flight_.size() < options_.jobs || (in_flight_.size() < 2 * options_.jobs + 2 &&
                                                 bytes_ < options_.jobs * kWindowBytesPerJob);
  }
  bool Empty() const { return in_flight_.empty(); }

  std::unique_ptr<Batch> FreshBatch() {
    if (free_.empty()) return std::make_unique<Batch>();
    std::unique_ptr<Batch> batch = std::move(free_.back());
    free_.pop_back();
    return batch;
  }
  void Push(std::unique_ptr<Batch> batch) {
    bytes_ += batch->bytes;
    Batch* raw = batch.get();
    in_flight_.push_back(std::move(batch));
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back(raw);
    }
    work_there_.notify_one();
  }
  // Waits for the oldest batch.
  std::unique_ptr<Batch> Pop() {
    std::unique_ptr<Batch> batch = std::move(in_flight_.front());
    in_flight_.pop_front();
    bytes_ -= batch->bytes;
    std::unique_lock lock(mutex_);
    batch_done_.wait(lock, [&] { return batch->done; });
    return batch;
  }
  void Recycle(std::unique_ptr<Batch> batch) {
    for (size_t i = 0; i < batch->count; ++i) {
      Item& item = batch->items[i];
      if (item.payload.capacity() > kKeptCapacity) item.payload = std::string();
      TrimRecords(&item.outcome.records);
    }
    batch->count = 0;
    batch->bytes = 0;
    batch->done = false;
    free_.push_back(std::move(batch));
  }

 private:
  void Work() {
    Worker worker(options_, languages_, line_);
    Document document;
    for (;;) {
      Batch* batch = nullptr;
      {
        std::unique_lock lock(mutex_);
        work_there_.wait(lock, [&] { return closed_ || !queue_.empty(); });
        if (queue_.empty()) return;
        batch = queue_.front();
        queue_.pop_front();
      }
      for (size_t i = 0; i < batch->count; ++i) {
        Item& item = batch->items[i];
        document.Reset();
        item.Swap(&document);
        worker.Run(document, &item.outcome);
        item.payload.swap(document.payload);
      }
      {
        const std::lock_guard lock(mutex_);
        batch->done = true;
      }
      batch_done_.notify_one();
    }
  }

  const WorkOptions& options_;
  const Languages& languages_;
  const Line& line_;
  std::vector<std::thread> threads_;

  // Of the caller's thread.
  std::deque<std::unique_ptr<Batch>> in_flight_;
  std::vector<std::unique_ptr<Batch>> free_;
  uint64_t bytes_ = 0;

  std::mutex mutex_;  // guards what follows, and Batch::done
  std::condition_variable work_there_, batch_done_;
  std::deque<Batch*> queue_;
  bool closed_ = false;
};

bool Stopped(const WorkOptions& options) {
  return options.stop != nullptr && options.stop->load(std::memory_order_relaxed) != 0;
}

// False at the end of the input.
bool FillBatch(const WorkOptions& options, InputReader& input, Document* scratch, Batch* batch) {
  while (batch->bytes < kBatchBytes && batch->count < kBatchItems) {
    if (Stopped(options) || !input.Next(scratch)) return false;
    if (batch->count == batch->items.size()) batch->items.emplace_back();
    batch->bytes += scratch->payload.size();
    batch->items[batch->count++].Swap(scratch);
  }
  return true;
}

}  // namespace

void ProcessInOrder(const WorkOptions& options, const Languages& languages, const Line& line,
                    InputReader& input, const Consume& consume) {
  Document document;
  if (options.jobs <= 1) {
    Worker worker(options, languages, line);
    Outcome outcome;
    while (!Stopped(options) && input.Next(&document)) {
      worker.Run(document, &outcome);
      if (!consume(outcome)) return;
      TrimRecords(&outcome.records);
    }
    return;
  }
  Pool pool(options, languages, line);
  bool more = true;
  while (more || !pool.Empty()) {
    if (more && pool.HasRoom()) {
      std::unique_ptr<Batch> batch = pool.FreshBatch();
      more = FillBatch(options, input, &document, batch.get());
      if (batch->count > 0) pool.Push(std::move(batch));
      continue;
    }
    std::unique_ptr<Batch> batch = pool.Pop();
    for (size_t i = 0; i < batch->count; ++i) {
      if (!consume(batch->items[i].outcome)) return;
    }
    pool.Recycle(std::move(batch));
  }
}

}  // namespace sourcier
