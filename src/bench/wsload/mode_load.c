/* tput, rate: messages at full speed or by a schedule. */
#include "wsload.h"

static void start_closed_loop(void)
{
    run.closed_loop = true;
    for (int i = 0; i < opt.conns; i++) {
        if (conns[i].state != OPEN) continue;
        enqueue(&conns[i], (uint64_t)opt.depth, now());
        flush(&conns[i]);
    }
}

/* Sends what is due by the schedule; returns messages that could not be sent. */
static uint64_t send_due(uint64_t start, uint64_t *scheduled, int *next)
{
    double interval = 1e9 / opt.rate;
    uint64_t overrun = 0, due = (uint64_t)((double)(now() - start) / interval);
    for (; *scheduled < due; ++*scheduled) {
        struct conn *c = &conns[*next];
        *next = (*next + 1) % opt.conns;
        if (c->state != OPEN) continue;
        if (outstanding(c) >= ring_size - 1) {
            overrun++;
            continue;
        }
        enqueue(c, 1, start + (uint64_t)((double)*scheduled * interval));
        flush(c);
    }
    return overrun;
}

/* Waits for the echoes in flight; returns how many never came. */
static uint64_t drain(void)
{
    uint64_t last = 0, progress = now();
    run.stopping = true;
    for (;;) {
        uint64_t left = 0;
        for (int i = 0; i < opt.conns; i++) left += conns[i].state == OPEN ? outstanding(&conns[i]) : 0;
        if (left != last) {
            last = left;
            progress = now();
        }
        if (!left || now() - progress > 5 * SECOND) return left;
        pump(20);
    }
}

static int report_load(struct sample a, struct sample b, uint64_t frames, uint64_t received, uint64_t undrained,
                       uint64_t overrun, double rss)
{
    double secs = (double)(b.time - a.time + 1) / 1e9, msgs = (double)cnt.msgs;
    double cpu = (double)(b.cpu_ns - a.cpu_ns) / 1e9, per_msg = cnt.msgs ? 1 / msgs : 0;
    json_begin(rss);
    json_int("depth", (uint64_t)opt.depth);
    json_num("rate", mode_is("rate") ? opt.rate : 0);
    json_num("secs", secs);
    json_int("msgs", cnt.msgs);
    json_num("mps", msgs / secs);
    json_num("mib_s", msgs * (double)opt.size / secs / MIB);
    json_num("p50_us", quantile_us(.5));
    json_num("p90_us", quantile_us(.9));
    json_num("p99_us", quantile_us(.99));
    json_num("p999_us", quantile_us(.999));
    json_num("max_us", latency_max_us());
    json_num("srv_cpu_s", cpu);
    json_num("srv_cpu_us_msg", cpu * 1e6 * per_msg);
    json_num("srv_util", cpu / secs);
    json_num("load_util", (b.own_cpu - a.own_cpu) / secs);
    json_num("srv_switches_msg", (double)(b.switches - a.switches) * per_msg);
    json_num("hwm_mib", (double)server_status("VmHWM:") / 1024);
    json_num("reply_bytes", (double)received * per_msg);
    json_int("frames", frames);
    json_int("pings", cnt.pings);
    json_int("undrained", undrained);
    json_int("overrun", overrun);
    return json_finish(undrained);
}

int run_load(void)
{
    bool open_loop = mode_is("rate");
    uint64_t start = now(), record_from = start + seconds(opt.warm);
    uint64_t end = record_from + seconds(opt.secs), scheduled = 0, overrun = 0;
    int next = 0;
    struct sample before = {0};
    if (!open_loop) start_closed_loop();
    for (uint64_t t; (t = now()) < end && cnt.closed < cnt.opened;) {
        if (!run.recording && t >= record_from) {
            cnt.frames = cnt.bytes_received = 0;
            before = take_sample();
            run.recording = true;
        }
        if (open_loop) overrun += send_due(start, &scheduled, &next);
        pump(open_loop ? 0 : 100);
    }
    if (!run.recording) before = take_sample();
    struct sample after = take_sample();
    run.recording = false;
    double rss = server_rss_mib();
    uint64_t frames = cnt.frames, received = cnt.bytes_received, undrained = drain();
    return report_load(before, after, frames, received, undrained, overrun, rss);
}
