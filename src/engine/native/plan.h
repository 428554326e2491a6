#pragma once
#include "vector.h"
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define FENCE 64
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#define FENCE 64
#endif
#endif

namespace kernel {

/** How M neurons divide into blocks: `wide` of `rows`, then the others of one neuron less. */
struct Blocks {
  int count, rows, wide;

  Blocks() : count(0), rows(0), wide(0) {}
  Blocks(int M, int most) : count((M + most - 1) / most), rows((M + count - 1) / count), wide(M - count * (rows - 1)) {}

  int all() const { return count * (rows - 1) + wide; }

  /**
   * The blocks of the recurrent network. Where blocks of five and four do not add up to M, the WebAssembly kernel computes rows past the last
   * neuron, with weights of zero, through which one infinite state makes all of its block NaN: so do blocks of four here.
   */
  static Blocks recurrent(int M) {
    if (M >= 4 && M != 6 && M != 7 && M != 11) return Blocks(M, ROWS);
    Blocks padded;
    padded.count = padded.wide = (M + 3) / 4;
    padded.rows = 4;
    return padded;
  }
};

/** A session's numbers and places in memory: set once by `configure`. Every place is at a multiple of 64 bytes. */
struct Plan {
  int M = 0, modules = 0, heads = 0, batch = 0, tiles = 0, largestTask = 0;
  /** The first head that trains. */
  int firstTrained = 0;
  bool modular = false, outside = false, feedforward = false;
  Blocks blocks;
  /** Floats between two steps of a sequence: an odd number of rows of 16, with room for a bit and a one after the neurons. */
  size_t stride = 0;
  int parameterCount = 0;
  /** Floats of one module's packed forward weights. */
  size_t packedFloats = 0;

  /** Parameters that train, their velocity and gradient: tau, W^I and bias, W^R and bias, W^FF and bias, then heads. */
  size_t parameters, velocity, gradient;
  size_t packedForward, packedBackward;
  /** Sequences [length + 1][stride]: two modules in turn; what the forward pass keeps of the newest for the backward pass. */
  size_t statesA, statesB, acts;
  size_t bits, thresholds, parities, carries, slows, rates;
  /** Sums of the weight gradient over the batch, see outer.h. */
  size_t inputOuter, recurrentOuter, feedforwardOuter;
  /** [heads][M + 1] difference of the two rows; [heads] task N; [heads] correct answers. */
  size_t readouts, tasks, correct;
  /** [heads][16] gradient by the difference of logits; [heads][M + 1][4] its products with the state. */
  size_t answers, readoutOuter;
  /** Of the pool: [batches][tiles][steps] a bit a lane; [batches][tiles][steps][M][16]; [steps + 1] correct answers. */
  size_t masks = 0, prefixes = 0, poolCounts = 0;
  int poolSteps = 0;

  size_t top = 0;
  /** Where the memory begins, once it is there. */
  char *base = nullptr;

  size_t reserve(size_t bytes) {
    const size_t at = top;
    top = (top + bytes + 63) / 64 * 64;
#if defined(FENCE)
    fences[fenceCount++] = at + bytes;
    fences[fenceCount++] = top += FENCE;
#endif
    return at;
  }

  float *floats(size_t place) const { return reinterpret_cast<float *>(base + place); }
  int32_t *words(size_t place) const { return reinterpret_cast<int32_t *>(base + place); }

  // Offsets, in floats, of each tensor among the parameters.
  int tauAt() const { return 0; }
  int inputAt() const { return M; }
  int inputBiasAt() const { return 2 * M; }
  int recurrentAt() const { return 3 * M; }
  int recurrentBiasAt() const { return 3 * M + M * M; }
  int feedforwardAt() const { return 4 * M + M * M; }
  int feedforwardBiasAt() const { return 4 * M + 2 * M * M; }
  int headAt(int k) const {
    return 4 * M + M * M + (feedforward ? M * M + M : 0) + (k - firstTrained) * (2 * M + 2);
  }

  /** Plans the memory of a session. */
  void configure(int neurons, int moduleCount, int headCount, bool isModular, bool leakOutside, int batchSize,
                 int maxLength, int largest) {
    M = neurons;
    modules = moduleCount;
    heads = headCount;
    modular = isModular;
    outside = leakOutside;
    batch = batchSize;
    tiles = batch / LANES;
    largestTask = largest;
    feedforward = modular && modules > 1;
    firstTrained = modular ? heads - 1 : 0;
    blocks = Blocks::recurrent(M);
    stride = static_cast<size_t>((M + 3) | 1) * LANES;
    const size_t neuronCount = M, trainedHeads = heads - firstTrained;
    parameterCount = headAt(heads);
    // Where rows are padded, a block reads as many columns on.
    const size_t rows = blocks.all(), padding = 4 * (rows - neuronCount);
    packedFloats = (rows * (3 + 2 * neuronCount) + padding + 15) / 16 * 16;
    const auto floatsOf = [this](size_t count) { return reserve(4 * count); };
    top = 0;
    parameters = floatsOf(parameterCount);
    velocity = floatsOf(parameterCount);
    gradient = floatsOf(parameterCount);
    packedForward = floatsOf(packedFloats * modules);
    packedBackward = floatsOf(rows * (2 + neuronCount) + padding);
    const size_t sequence = (static_cast<size_t>(maxLength) + 1) * stride;
    statesA = floatsOf(sequence);
    statesB = modular ? floatsOf(sequence) : 0;
    acts = floatsOf(sequence);
    // Drawn up to four steps at once.
    bits = floatsOf((static_cast<size_t>(maxLength) + 3) * LANES);
    thresholds = floatsOf(4 * LANES);
    parities = floatsOf((static_cast<size_t>(largest) + 1) * LANES);
    carries = floatsOf(rows * LANES);
    slows = floatsOf(rows * LANES);
    rates = floatsOf(neuronCount);
    inputOuter = floatsOf(outerFloats(2));
    recurrentOuter = floatsOf(outerFloats(M));
    feedforwardOuter = feedforward ? floatsOf(outerFloats(M)) : 0;
    readouts = floatsOf(static_cast<size_t>(heads) * (M + 1));
    tasks = floatsOf(heads);
    correct = floatsOf(heads);
    answers = floatsOf(trainedHeads * LANES);
    readoutOuter = floatsOf(trainedHeads * (M + 1) * 4);
  }

  /** Plans a pool besides; false where it would outgrow what the WebAssembly kernel can address. */
  bool configurePool(int batches, int length) {
    const uint64_t rows = static_cast<uint64_t>(batches) * tiles * length;
    if (rows * (static_cast<uint64_t>(M) * 64 + 2) > 0xf0000000) return false;
    poolSteps = length;
    masks = reserve(rows * 2);
    prefixes = reserve(rows * M * 4 * LANES);
    poolCounts = reserve((static_cast<size_t>(length) + 1) * 4);
    return true;
  }

  /** Floats of the sums of a matrix of M rows: 8 an entry, columns in pairs. */
  size_t outerFloats(int columns) const { return static_cast<size_t>(M) * ((columns + 1) / 2) * LANES; }

#if defined(FENCE)
  size_t fences[80];
  int fenceCount = 0;
#endif
  /** Forbids what lies between two places to the kernel, where the build checks addresses. */
  void raiseFences() const {
#if defined(FENCE)
    for (int i = 0; i < fenceCount; i += 2) ASAN_POISON_MEMORY_REGION(base + fences[i], fences[i + 1] - fences[i]);
#endif
  }

  /** Allows it again. */
  void lowerFences() const {
#if defined(FENCE)
    for (int i = 0; i < fenceCount; i += 2) ASAN_UNPOISON_MEMORY_REGION(base + fences[i], fences[i + 1] - fences[i]);
#endif
  }
};

} // namespace kernel
