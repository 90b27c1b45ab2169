/* Latencies, log-linear: 128 buckets per power of two, error below 0.8 %. */
#include "wsload.h"

#define SUB_BITS 7
#define BUCKETS (64 << SUB_BITS)

static struct {
    uint64_t bucket[BUCKETS], count, max;
} hist;

void hist_add(uint64_t v)
{
    int exponent = 63 - __builtin_clzll(v | 1);
    uint64_t i = v;
    if (exponent > SUB_BITS)
        i = ((uint64_t)(exponent - SUB_BITS) << SUB_BITS) + (v >> (exponent - SUB_BITS));
    hist.bucket[i]++;
    hist.count++;
    if (v > hist.max) hist.max = v;
}

static double bucket_value(uint64_t i)
{
    uint64_t octave = i >> SUB_BITS;
    if (octave <= 1) return (double)i;
    uint64_t mantissa = (i & ((1 << SUB_BITS) - 1)) | (1 << SUB_BITS);
    return (double)(mantissa << (octave - 1)) + (double)(1ull << (octave - 1)) / 2;
}

double quantile_us(double q)
{
    uint64_t seen = 0, rank = (uint64_t)(q * (double)hist.count);
    if (rank >= hist.count) return (double)hist.max / 1e3;
    for (uint64_t i = 0; i < BUCKETS; i++) {
        seen += hist.bucket[i];
        if (seen > rank) {
            double v = bucket_value(i);
            return (v > (double)hist.max ? (double)hist.max : v) / 1e3;
        }
    }
    return (double)hist.max / 1e3;
}


double latency_max_us(void) { return (double)hist.max / 1e3; }
