/* What the command line says. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wsload.h"

struct options opt = {
    .host = "127.0.0.1", .path = "/", .mode = "tput", .type = "text", .prefix = "",
    .conns = 1, .depth = 1, .source_ips = 1, .size = 16, .max_bytes = 256ull << 20,
    .warm = 0.5, .rate = 1000,
};

bool mode_is(const char *mode) { return !strcmp(opt.mode, mode); }
bool type_is(const char *type) { return !strcmp(opt.type, type); }

static bool usage(void)
{
    fputs("wsload --port N [--host 127.0.0.1] [--path /] [--mode tput|rate|idle|slow|first|handshake|stream]\n"
          "  [--type text|bin|utf8|json] [--size BYTES] [--conns N] [--depth N] [--rate MSGS_PER_S]\n"
          "  [--secs S] [--warm S] [--maxbytes BYTES] [--prefix TEXT] [--raw]\n"
          "  [--pid SERVER_PID] [--srcips N] [--tls [--resume]] [--deflate[=no-context]]\n"
          "Modes and output are explained at the top of main.c.\n", stderr);
    return false;
}

static bool set_option(int o, const char *arg)
{
    switch (o) {
    case 'H': opt.host = arg; break;
    case 'p': opt.port = atoi(arg); break;
    case 'P': opt.path = arg; break;
    case 'm': opt.mode = arg; break;
    case 'c': opt.conns = atoi(arg); break;
    case 's': opt.size = strtoull(arg, NULL, 10); break;
    case 'd': opt.depth = atoi(arg); break;
    case 't': opt.type = arg; break;
    case 'S': opt.secs = atof(arg); break;
    case 'w': opt.warm = atof(arg); break;
    case 'r': opt.rate = atof(arg); break;
    case 'R': opt.raw = true; break;
    case 'x': opt.prefix = arg; break;
    case 'i': opt.pid = atoi(arg); break;
    case 'I': opt.source_ips = atoi(arg); break;
    case 'b': opt.max_bytes = strtoull(arg, NULL, 10); break;
    case 'T': opt.tls = true; break;
    case 'U': opt.resume = true; break;
    case 'D':
        opt.deflate = true;
        opt.no_context = arg && !strcmp(arg, "no-context");
        return !arg || opt.no_context || !strcmp(arg, "takeover");
    default: return false;
    }
    return true;
}

static bool one_of(const char *word, const char *const *words)
{
    while (*words && strcmp(word, *words)) words++;
    return *words;
}

/* What is wrong with the options, or NULL. */
static const char *objection(void)
{
    static const char *const modes[] = {"tput", "rate", "idle", "slow", "first", "handshake", "stream", NULL};
    static const char *const types[] = {"text", "bin", "utf8", "json", NULL};
    bool prepared = opt.deflate || type_is("json");
    if (opt.port <= 0 || opt.port > 65535) return "--port is 1 to 65535";
    if (opt.conns <= 0 || opt.depth <= 0 || !opt.size) return "--conns, --depth and --size are 1 or more";
    if (opt.rate <= 0) return "--rate is more than 0";
    if (!one_of(opt.mode, modes)) return "no such --mode";
    if (!one_of(opt.type, types)) return "no such --type";
    if (opt.raw && (opt.prefix_len || opt.tls || opt.deflate)) return "--raw goes with no --prefix, --tls or --deflate";
    if (opt.resume && !opt.tls) return "--resume needs --tls";
    if (prepared && mode_is("slow")) return "--mode slow goes with neither --type json nor --deflate";
    if (mode_is("stream") && (!type_is("bin") || opt.size < HEAD_MAX || opt.deflate || opt.raw))
        return "--mode stream needs --type bin and a --size of 16 or more, without --deflate and --raw";
    if (prepared && (opt.size < 80 || opt.size > 65536)) return "with --type json or --deflate, --size is 80 to 65536";
    return NULL;
}

bool parse_options(int argc, char **argv)
{
    static const struct option names[] = {
        {"host", 1, 0, 'H'}, {"port", 1, 0, 'p'}, {"path", 1, 0, 'P'}, {"mode", 1, 0, 'm'},
        {"conns", 1, 0, 'c'}, {"size", 1, 0, 's'}, {"depth", 1, 0, 'd'}, {"type", 1, 0, 't'},
        {"secs", 1, 0, 'S'}, {"warm", 1, 0, 'w'}, {"rate", 1, 0, 'r'}, {"raw", 0, 0, 'R'},
        {"prefix", 1, 0, 'x'}, {"pid", 1, 0, 'i'}, {"srcips", 1, 0, 'I'},
        {"maxbytes", 1, 0, 'b'}, {"tls", 0, 0, 'T'}, {"resume", 0, 0, 'U'},
        {"deflate", 2, 0, 'D'}, {0},
    };
    for (int o; (o = getopt_long(argc, argv, "", names, NULL)) != -1;)
        if (!set_option(o, optarg)) return usage();
    opt.prefix_len = strlen(opt.prefix);
    if (opt.secs <= 0) opt.secs = mode_is("first") ? 60 : 3;
    const char *why = optind < argc ? "an argument that belongs to no option" : objection();
    if (why) fprintf(stderr, "wsload: %s\n", why);
    return !why || usage();
}
