/* stream: the server pushes numbered messages; nothing is sent. */
#include <string.h>
#include <time.h>

#include "wsload.h"

static uint64_t big_endian(const uint8_t *p)
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++) v = v << 8 | p[i];
    return v;
}

static uint64_t wall_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

/* Eight bytes of number, eight of microseconds since 1970, then zeros. */
void take_pushed(struct conn *c, const uint8_t *p, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++, c->pos++) {
        if (c->pos < HEAD_MAX) c->head[c->pos] = p[i];
        else if (p[i]) c->bad = true;
    }
}

/* Numbers begin with 1; c->expected is the last that came. */
void end_pushed(struct conn *c)
{
    uint64_t number = big_endian(c->head), made = big_endian(c->head + 8) * 1000, time = wall_clock();
    if (c->bad) {
        cnt.mism++;
    } else if (number <= c->expected) {
        cnt.reord++;
        return;
    } else {
        cnt.lost += number - c->expected - 1;
        c->expected = number;
    }
    if (!run.recording || c->bad) return;
    cnt.msgs++;
    hist_add(time > made ? time - made : 0);
}

int run_stream(void)
{
    for (uint64_t end = now() + seconds(opt.warm); now() < end;) pump(100);
    struct sample a = take_sample();
    run.recording = true;
    for (uint64_t end = now() + seconds(opt.secs); now() < end && cnt.closed < cnt.opened;) pump(100);
    struct sample b = take_sample();
    double secs = (double)(b.time - a.time + 1) / 1e9, cpu = (double)(b.cpu_ns - a.cpu_ns) / 1e9;
    json_begin(server_rss_mib());
    json_int("failed", cnt.failed);
    json_num("secs", secs);
    json_int("msgs", cnt.msgs);
    json_num("mps", (double)cnt.msgs / secs);
    json_num("p50_us", quantile_us(.5));
    json_num("p99_us", quantile_us(.99));
    json_num("srv_cpu_us_msg", cnt.msgs ? cpu * 1e6 / (double)cnt.msgs : 0);
    json_num("srv_util", cpu / secs);
    json_num("load_util", (b.own_cpu - a.own_cpu) / secs);
    return json_finish(cnt.failed);
}
