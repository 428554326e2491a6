#include <node_api.h>

#include <cstdlib>
#include <new>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include "kernel.h"
#include "sequence.h"

// The Node-API surface. JavaScript owns the memory, one ArrayBuffer a kernel, and sees places in it as byte offsets, as with WebAssembly.

using kernel::Batch;
using kernel::Kernel;

namespace {

/** A kernel and the buffer that it works on, which lives as long as it does. */
struct Instance {
  Kernel kernel;
  char *data = nullptr;
  napi_ref buffer = nullptr;
};

/** The arguments of a call, the first of which is the kernel. */
class Call {
public:
  Call(napi_env of, napi_callback_info info) : env(of) {
    size_t count = MOST;
    napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
    void *found = nullptr;
    if (count > 0 && napi_get_value_external(env, values[0], &found) == napi_ok) instance = static_cast<Instance *>(found);
  }

  /** The next argument, modulo 2^32 as WebAssembly takes it; flags are numbers too. */
  uint32_t word() { return static_cast<uint32_t>(static_cast<int64_t>(number())); }
  int integer() { return static_cast<int>(word()); }
  size_t place() { return static_cast<size_t>(number()); }
  double number() {
    const napi_value given = values[next++];
    double value = 0;
    bool flag = false;
    if (napi_get_value_double(env, given, &value) == napi_ok) return value;
    return napi_get_value_bool(env, given, &flag) == napi_ok && flag ? 1 : 0;
  }
  napi_value value() { return values[next++]; }
  Batch batch() {
    Batch batch;
    batch.seed = word(), batch.bitsKey = word(), batch.stateKey = word(), batch.index = word();
    batch.length = integer(), batch.reading = integer();
    return batch;
  }
  napi_value give(double value) const {
    napi_value result;
    napi_create_double(env, value, &result);
    return result;
  }

  napi_env env;
  Instance *instance = nullptr;

private:
  static constexpr size_t MOST = 12;
  napi_value values[MOST];
  int next = 1;
};

/** The most memory that the WebAssembly kernel has, which this one keeps to. */
constexpr size_t MOST_BYTES = 0xffff0000;

double bytesOf(const Kernel &kernel) {
  return kernel.plan.top > MOST_BYTES ? 0 : static_cast<double>(kernel.plan.top + 64);
}

napi_value create(napi_env env, napi_callback_info) {
  napi_value result;
  napi_create_external(
      env, new (std::malloc(sizeof(Instance))) Instance,
      [](napi_env env, void *data, void *) {
        Instance *instance = static_cast<Instance *>(data);
        if (instance->buffer) napi_delete_reference(env, instance->buffer);
        std::free(instance);
      },
      nullptr, &result);
  return result;
}

double configure(Call &call) {
  const int M = call.integer(), modules = call.integer(), heads = call.integer();
  const bool modular = call.word(), outside = call.word();
  const int batch = call.integer(), length = call.integer();
  call.instance->kernel.plan.configure(M, modules, heads, modular, outside, batch, length, call.integer());
  return bytesOf(call.instance->kernel);
}

double openPool(Call &call) {
  const int batches = call.integer();
  return call.instance->kernel.plan.configurePool(batches, call.integer()) ? bytesOf(call.instance->kernel) : 0;
}

/** Takes the memory that `configure` or `openPool` asked for. */
double attach(Call &call) {
  Instance &instance = *call.instance;
  napi_value buffer = call.value();
  void *data = nullptr;
  napi_get_arraybuffer_info(call.env, buffer, &data, nullptr);
  if (instance.buffer) napi_delete_reference(call.env, instance.buffer);
  napi_create_reference(call.env, buffer, 1, &instance.buffer);
  instance.data = static_cast<char *>(data);
  instance.kernel.plan.base = instance.data + (64 - reinterpret_cast<uintptr_t>(data) % 64) % 64;
  return 0;
}

double pointer(Call &call) {
  const kernel::Plan &plan = call.instance->kernel.plan;
  const size_t places[] = {plan.parameters, plan.velocity, plan.gradient, plan.readouts, plan.tasks, plan.correct,
                           plan.statesA, plan.statesB, plan.bits, 0, plan.packedForward, plan.poolCounts};
  const size_t which = call.word();
  if (which == 9) return static_cast<double>(4 * plan.stride);
  if (which == 12) return static_cast<double>(4 * plan.packedFloats);
  return which < 12 ? static_cast<double>(places[which] + (plan.base - call.instance->data)) : 0;
}

double forwardModule(Call &call) {
  const kernel::Plan &plan = call.instance->kernel.plan;
  // M, blocks and stride are the plan's.
  for (int i = 0; i < 3; i++) call.number();
  const auto floats = [&](size_t place) { return place ? reinterpret_cast<float *>(call.instance->data + place) : nullptr; };
  const float *packed = floats(call.place());
  float *states = floats(call.place());
  const float *before = floats(call.place());
  float *acts = floats(call.place());
  const float *bits = floats(call.place());
  const int d = static_cast<int>((packed - plan.floats(plan.packedForward)) / static_cast<ptrdiff_t>(plan.packedFloats));
  kernel::runModule(plan, d, states, before, acts, bits, call.integer());
  return 0;
}

double pack(Call &call) {
  call.instance->kernel.pack();
  return 0;
}

double packForward(Call &call) {
  const int module = call.integer();
  kernel::packForward(call.instance->kernel.plan, module, call.word());
  return 0;
}

double evaluate(Call &call) {
  call.instance->kernel.evaluate(call.batch());
  return 0;
}

double differentiate(Call &call) {
  const Batch batch = call.batch();
  return call.instance->kernel.differentiate(batch, call.integer());
}

double drawPool(Call &call) {
  const kernel::Plan &plan = call.instance->kernel.plan;
  const int slot = call.integer();
  Batch batch = {};
  batch.seed = call.word(), batch.bitsKey = call.word(), batch.index = call.word(), batch.reading = call.integer();
  batch.length = plan.poolSteps;
  kernel::drawPool(plan, slot, batch);
  return 0;
}

double advancePool(Call &call) {
  const int slot = call.integer(), module = call.integer();
  Batch batch = {};
  batch.seed = call.word(), batch.stateKey = call.word(), batch.index = call.word();
  kernel::advancePool(call.instance->kernel.plan, slot, module, batch, call.word());
  return 0;
}

double usePool(Call &call) {
  const int batch = call.integer();
  call.instance->kernel.usePool(batch, call.integer());
  return 0;
}

double gradientNorm(Call &call) { return call.instance->kernel.gradientNorm(); }

double update(Call &call) {
  const float rate = static_cast<float>(call.number()), momentum = static_cast<float>(call.number());
  return call.instance->kernel.update(rate, momentum, call.number());
}

template <double (*Function)(Call &)> napi_value called(napi_env env, napi_callback_info info) {
  Call call(env, info);
  if (call.instance) {
    // The fences stand while the kernel runs: between two calls the memory is JavaScript's, which reads and reuses it.
    const bool fenced = call.instance->buffer && Function != attach;
    if (fenced) call.instance->kernel.plan.raiseFences();
    const double result = Function(call);
    if (fenced) call.instance->kernel.plan.lowerFences();
    return call.give(result);
  }
  napi_throw_type_error(env, nullptr, "The first argument is no kernel.");
  return nullptr;
}

/** The data of a typed array, and how many elements it has; null of anything else. */
template <typename T> T *elements(napi_env env, napi_value value, size_t *length = nullptr) {
  void *data = nullptr;
  size_t found = 0;
  if (napi_get_typedarray_info(env, value, nullptr, &found, &data, nullptr, nullptr) != napi_ok) return nullptr;
  if (length) *length = found;
  return static_cast<T *>(data);
}

/** runSequence(activity, before, bits, weights, rest, inputWeight, rates, inside, slope): no kernel is needed. */
napi_value runSequence(napi_env env, napi_callback_info info) {
  size_t count = 9;
  napi_value given[9];
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  kernel::Sequence run = {};
  size_t size = 0, steps = 0;
  run.activity = elements<double>(env, given[0]);
  run.before = elements<const double>(env, given[1]);
  run.bits = elements<const uint8_t>(env, given[2], &steps);
  run.weights = elements<const double>(env, given[3]);
  run.rest = elements<const double>(env, given[4], &size);
  run.inputWeight = elements<const double>(env, given[5]);
  run.rates = elements<const double>(env, given[6]);
  napi_get_value_bool(env, given[7], &run.inside);
  napi_get_value_double(env, given[8], &run.slope);
  run.size = static_cast<int>(size), run.steps = static_cast<int>(steps);
  double *current = static_cast<double *>(std::malloc((size + kernel::SEQUENCE_ROWS) * sizeof(double)));
  kernel::runSequence(run, current);
  std::free(current);
  return nullptr;
}

#if defined(__x86_64__)
/** The build for this processor; what `addon.ts` asks of the one that runs everywhere. */
const char *bestBuild() {
  // Asked of the processor itself: what compilers offer for it does not link into every addon.
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & 1u << 27)) return "sse4";
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return "sse4";
  // The registers that the system saves, and the instructions: AVX2; AVX-512 F, DQ, BW and VL.
  const bool avx2 = (low & 0x06) == 0x06 && (b & 1u << 5);
  const unsigned wide = 1u << 16 | 1u << 17 | 1u << 30 | 1u << 31;
  if (avx2 && (low & 0xe6) == 0xe6 && (b & wide) == wide) return "avx512";
  return avx2 ? "avx2" : "sse4";
}
#else
const char *bestBuild() { return "neon"; }
#endif

} // namespace

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
#define FUNCTION(name, callback) {name, nullptr, callback, nullptr, nullptr, nullptr, napi_enumerable, nullptr}
      FUNCTION("create", create),
      FUNCTION("attach", called<attach>),
      FUNCTION("configure", called<configure>),
      FUNCTION("pointer", called<pointer>),
      FUNCTION("pack", called<pack>),
      FUNCTION("packForward", called<packForward>),
      FUNCTION("evaluate", called<evaluate>),
      FUNCTION("differentiate", called<differentiate>),
      FUNCTION("openPool", called<openPool>),
      FUNCTION("drawPool", called<drawPool>),
      FUNCTION("advancePool", called<advancePool>),
      FUNCTION("usePool", called<usePool>),
      FUNCTION("gradientNorm", called<gradientNorm>),
      FUNCTION("update", called<update>),
      FUNCTION("forwardModule", called<forwardModule>),
      FUNCTION("runSequence", runSequence),
  };
  napi_define_properties(env, exports, sizeof functions / sizeof *functions, functions);
  const auto text = [&](const char *name, const char *value) {
    napi_value string;
    napi_create_string_utf8(env, value, NAPI_AUTO_LENGTH, &string);
    napi_set_named_property(env, exports, name, string);
  };
  text("build", KERNEL_NAME);
  text("best", bestBuild());
  return exports;
}
