// The models of bench/kernel/models.ts on std::priority_queue: the reference a simulator in C++ would start from.
// Cancelling is lazy: an event carries the generation of its handle, and is skipped when that has moved on.
//
//   storm            the storm model
//   hold PENDING N   the hold model: N events with PENDING of them scheduled
//
// Prints: events, checksum (int32), seconds, bytes of heap storage per pending event.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <queue>
#include <vector>

struct Event {
  int64_t time;
  uint64_t sequence;
  uint32_t slot;
  uint32_t generation;
  int32_t kind, a, b;
};

struct Later {
  bool operator()(const Event& x, const Event& y) const {
    return x.time != y.time ? x.time > y.time : x.sequence > y.sequence;
  }
};

struct Handle {
  uint32_t slot, generation;
};

class Engine {
 public:
  int64_t now = 0;

  Handle schedule(int64_t delay, int32_t kind, int32_t a, int32_t b) {
    uint32_t slot;
    if (free_.empty()) {
      slot = static_cast<uint32_t>(generations_.size());
      generations_.push_back(0);
    } else {
      slot = free_.back();
      free_.pop_back();
    }
    Handle handle{slot, generations_[slot]};
    queue_.push(Event{now + delay, sequence_++, slot, handle.generation, kind, a, b});
    return handle;
  }

  void cancel(Handle handle) {
    if (generations_[handle.slot] == handle.generation) release(handle.slot);
  }

  template <class Dispatch>
  int64_t run(int64_t until, int64_t limit, Dispatch dispatch) {
    int64_t processed = 0;
    while (processed < limit && !queue_.empty()) {
      const Event event = queue_.top();
      if (event.time > until) break;
      queue_.pop();
      if (generations_[event.slot] != event.generation) continue;
      release(event.slot);
      now = event.time;
      processed++;
      dispatch(event.kind, event.a, event.b);
    }
    return processed;
  }

  size_t bytes() const {
    return queue_.size() * sizeof(Event) + (generations_.size() + free_.size()) * sizeof(uint32_t);
  }

 private:
  void release(uint32_t slot) {
    generations_[slot]++;
    free_.push_back(slot);
  }

  std::priority_queue<Event, std::vector<Event>, Later> queue_;
  std::vector<uint32_t> generations_, free_;
  uint64_t sequence_ = 0;
};

static int32_t mix(int32_t checksum, int32_t value) {
  return static_cast<int32_t>(static_cast<uint32_t>(checksum ^ value) * 0x9e3779b1u +
                              (static_cast<uint32_t>(checksum) >> 15));
}

static uint32_t step(uint32_t state) { return state * 1664525u + 1013904223u; }

enum Kind : int32_t { TICK, DELIVER, TIMEOUT };

static int64_t storm(int32_t& checksum) {
  constexpr int32_t nodes = 200, neighbours = 5, messages = 8192;
  constexpr int64_t period = 1'000'000, timeout = 5'000'000, length = 600'000'000;
  Engine engine;
  std::vector<Handle> timeouts(messages);
  uint32_t state = 1;
  int32_t message = 0;
  for (int32_t node = 0; node < nodes; node++) engine.schedule(node * 4'999, TICK, node, 0);
  return engine.run(length, std::numeric_limits<int64_t>::max(), [&](int32_t kind, int32_t a, int32_t b) {
    checksum = mix(mix(checksum, static_cast<int32_t>(engine.now)), (kind << 24) ^ (a << 14) ^ b);
    switch (kind) {
      case TICK:
        for (int32_t k = 1; k <= neighbours; k++) {
          state = step(state);
          const int32_t neighbour = (a + k * 7) % nodes;
          timeouts[message] = engine.schedule(timeout, TIMEOUT, a, message);
          if (state >> 22 != 0) engine.schedule(200 + (state >> 20), DELIVER, neighbour, message);
          message = (message + 1) % messages;
        }
        engine.schedule(period, TICK, a, 0);
        break;
      case DELIVER:
        engine.cancel(timeouts[b]);
        break;
      case TIMEOUT:
        state = step(state);
        break;
    }
  });
}

static void fill(Engine& engine, int32_t pending) {
  uint32_t state = 7;
  for (int32_t n = 0; n < pending; n++) {
    state = step(state);
    engine.schedule(1 + (state >> 11), 0, n & 0xffff, n);
  }
}

static int64_t hold(Engine& engine, int64_t events, int32_t& checksum) {
  uint32_t state = 11;
  return engine.run(std::numeric_limits<int64_t>::max(), events, [&](int32_t kind, int32_t a, int32_t b) {
    checksum = mix(mix(checksum, static_cast<int32_t>(engine.now)), a ^ b);
    state = step(state);
    engine.schedule(1 + (state >> 11), kind, a, b);
  });
}

int main(int argc, char** argv) {
  using Clock = std::chrono::steady_clock;
  int32_t checksum = 0;
  int64_t events = 0;
  double bytes = 0;
  Clock::time_point start;
  if (argc == 2 && std::strcmp(argv[1], "storm") == 0) {
    start = Clock::now();
    events = storm(checksum);
  } else if (argc == 4 && std::strcmp(argv[1], "hold") == 0) {
    const int32_t pending = std::atoi(argv[2]);
    Engine engine;
    fill(engine, pending);
    bytes = static_cast<double>(engine.bytes()) / pending;
    start = Clock::now();
    events = hold(engine, std::atoll(argv[3]), checksum);
  } else {
    std::fprintf(stderr, "usage: storm | hold PENDING EVENTS\n");
    return 2;
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  std::printf("%lld %d %.9f %.1f\n", static_cast<long long>(events), checksum, seconds, bytes);
  return 0;
}
