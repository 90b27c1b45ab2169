/* One JSON object per line on stdout. */
#include <stdio.h>

#include "wsload.h"

char tls_version[16], tls_cipher[64];

static bool json_first = true;

static void json_key(const char *key)
{
    printf("%s\"%s\":", json_first ? "{" : ",", key);
    json_first = false;
}

static void json_string(const char *key, const char *value)
{
    json_key(key);
    putchar('"');
    for (; *value; value++) {
        if (*value == '"' || *value == '\\') putchar('\\');
        if ((uint8_t)*value >= ' ') putchar(*value);
    }
    putchar('"');
}

void json_int(const char *key, uint64_t v)
{
    json_key(key);
    printf("%llu", (unsigned long long)v);
}

void json_num(const char *key, double v)
{
    json_key(key);
    printf("%.4f", v);
}

static void json_end(void)
{
    puts("}");
    fflush(stdout);
    json_first = true;
}

void json_begin(double rss_mib)
{
    json_string("mode", opt.mode);
    json_string("type", opt.type);
    json_int("size", opt.size);
    json_int("conns", cnt.opened);
    if (opt.tls) {
        json_string("tls", tls_version);
        json_string("cipher", tls_cipher);
        json_int("resumed", cnt.resumed);
    }
    if (opt.deflate) json_string("deflate", granted);
    json_num("rss_mib", rss_mib);
}

/* Common last fields; gives the exit status. */
int json_finish(uint64_t missing)
{
    json_int("mism", cnt.mism);
    json_int("lost", cnt.lost);
    json_int("reord", cnt.reord);
    json_int("errs", cnt.errs);
    json_int("closed", cnt.closed);
    json_end();
    return cnt.mism || cnt.lost || cnt.reord || cnt.errs || missing ? EXIT_FAULTS : 0;
}
