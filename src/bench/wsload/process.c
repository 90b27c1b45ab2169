/* What the kernel says of the server's process and of this one. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "wsload.h"

/* First number of /proc/PID/FILE, or after KEY in it. */
static uint64_t read_number(const char *file, const char *key)
{
    char line[512];
    uint64_t v = 0;
    FILE *f = fopen(file, "r");
    if (!f) return 0;
    while (fgets(line, sizeof line, f)) {
        if (strncmp(line, key, strlen(key))) continue;
        v = strtoull(line + strlen(key), NULL, 10);
        break;
    }
    fclose(f);
    return v;
}

/* The same, summed over the server's threads. */
static uint64_t sum_threads(const char *file, const char *key)
{
    char path[300];
    uint64_t sum = 0;
    snprintf(path, sizeof path, "/proc/%d/task", opt.pid);
    DIR *dir = opt.pid ? opendir(path) : NULL;
    if (!dir) return 0;
    for (struct dirent *e; (e = readdir(dir));) {
        if (e->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "/proc/%d/task/%.20s/%s", opt.pid, e->d_name, file);
        sum += read_number(path, key);
    }
    closedir(dir);
    return sum;
}

/* CPU time by clock ticks, where the kernel keeps no schedstat. */
static uint64_t server_cpu_ticks_ns(void)
{
    char path[64], buf[1024];
    unsigned long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", opt.pid);
    FILE *f = fopen(path, "r");
    if (!f) return 0;
    size_t n = fread(buf, 1, sizeof buf - 1, f);
    fclose(f);
    buf[n] = 0;
    char *p = strrchr(buf, ')');
    if (p) sscanf(p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    return (user + system) * (SECOND / (uint64_t)sysconf(_SC_CLK_TCK));
}

uint64_t server_cpu_ns(void)
{
    if (!opt.pid) return 0;
    uint64_t ns = sum_threads("schedstat", "");
    return ns ? ns : server_cpu_ticks_ns();
}

uint64_t server_switches(void) { return sum_threads("status", "voluntary_ctxt_switches:"); }

uint64_t server_status(const char *key)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/status", opt.pid);
    return opt.pid ? read_number(path, key) : 0;
}

double server_rss_mib(void) { return (double)server_status("VmRSS:") / 1024; }

double own_cpu_s(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

struct sample take_sample(void)
{
    return (struct sample){now(), server_cpu_ns(), server_switches(), own_cpu_s()};
}
