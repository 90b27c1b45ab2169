/* What the parts of the load generator share. Read in this order:
 * main.c, options.c, mode_*.c, connect.c, tls.c, table.c, send.c, receive.c, inflate.c, verify.c. */
#ifndef WSLOAD_H
#define WSLOAD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define SECOND 1000000000ull
#define MIB 1048576.0
#define HEAD_MAX 16 /* connection number + sequence number */
#define ID_DIGITS 6
#define TABLE 256 /* messages made beforehand */
#define RSV1 0x40

enum { OP_TEXT = 1, OP_BIN = 2, OP_CLOSE = 8, OP_PING = 9 };
enum { EXIT_NOTHING = 1, EXIT_USAGE = 2, EXIT_FAULTS = 3 };

/* options.c */
extern struct options {
    const char *host, *path, *mode, *type, *prefix;
    int port, conns, depth, source_ips, pid;
    bool raw, tls, resume, deflate, no_context;
    uint64_t size, prefix_len, max_bytes;
    double secs, warm, rate;
} opt;

bool mode_is(const char *mode);
bool type_is(const char *type);
bool parse_options(int argc, char **argv);

/* main.c */
void die(const char *what);
void exit_usage(void);
void *alloc(uint64_t n, uint64_t size);
uint64_t now(void);
uint64_t seconds(double s);
static inline uint64_t min_u64(uint64_t a, uint64_t b) { return a < b ? a : b; }

enum state { CLOSED, CONNECTING, SECURING, UPGRADING, OPEN };

struct frame {
    uint8_t *bytes;
    uint64_t len;
};

struct table {
    struct frame frame[2 * TABLE]; /* of the first turn, and of each further one */
};

struct conn {
    int fd, id;
    enum state state;
    bool want_write; /* EPOLLOUT is registered */
    struct ssl_st *ssl;
    const struct table *table; /* where the messages are made beforehand */
    struct z_stream_s *inflater;

    /* sending */
    uint64_t queued;   /* messages queued so far: the next sequence number */
    uint64_t pending;  /* of these, not yet written to the end */
    uint64_t offset;   /* bytes written of the first pending frame */
    uint64_t committed; /* TLS: bytes behind offset that the next write must begin with */
    uint64_t *sent_at; /* ring of send times, index: sequence number */
    bool closing; /* handshake: a Close was sent */
    uint8_t pong[6 + 125];
    int pong_len;

    /* receiving */
    uint64_t expected;   /* next sequence number */
    uint64_t gaps;       /* messages counted as lost that may still come late */
    uint8_t in_head[10]; /* frame head */
    int in_head_len;
    bool in_payload, fin, in_message, compressed;
    int opcode;
    uint64_t left; /* payload bytes left in this frame */
    uint8_t control[125];
    int control_len, close_code;
    uint64_t pos; /* bytes of this message (raw: of this frame) seen */
    uint8_t head[HEAD_MAX];
    bool bad, late;

    char *response; /* handshake */
    int response_len;
};

extern struct conn *conns;
extern uint64_t ring_size; /* send times kept per connection: a power of two */
static inline uint64_t outstanding(const struct conn *c) { return c->queued - c->expected; }

/* What the event loop is doing. */
extern struct run {
    bool closed_loop, recording, stopping;
    int opening;
} run;

extern struct counters {
    uint64_t msgs, bytes_sent, bytes_received, frames, pings;
    uint64_t mism, lost, reord, errs, closed;
    uint64_t opened, failed, resumed;
} cnt;

/* frames.c */
extern const uint8_t mask[4];
extern uint8_t frame_head[14];
extern uint64_t frame_head_len, frame_len, head_len;
extern uint8_t *pattern, *masked;
void make_frame_template(void);
uint64_t put_frame_head(uint8_t *out, uint8_t first, uint64_t n);
void make_head(uint8_t *out, int id, uint64_t seq);
bool parse_head(const uint8_t *in, int *id, uint64_t *seq);
void start_frame(uint8_t *out, int id, uint64_t seq);

/* table.c */
extern const struct table *plain_table, *takeover_table, *no_context_table;
void make_tables(void);
const uint8_t *table_message(uint64_t seq);
const struct frame *table_frame(const struct conn *c, uint64_t seq);

/* inflate.c */
extern char granted[200];
bool take_grant(struct conn *c, const char *response);
void end_inflating(struct conn *c);
void begin_inflating(struct conn *c);
void inflate_payload(struct conn *c, const uint8_t *p, uint64_t n);
void inflate_end_of_message(struct conn *c);

/* connect.c */
extern int epoll_fd;
extern char last_failure[200];
void prepare_connecting(void);
void connect_conn(struct conn *c);
void open_all(void);
void pump(int timeout_ms);

/* tls.c */
void tls_prepare(void);
void tls_attach(struct conn *c);
void tls_detach(struct conn *c);
int tls_handshake(struct conn *c);
const char *tls_error(void);
ssize_t tls_read(struct conn *c, uint8_t *p, size_t n);
ssize_t tls_write(struct conn *c, const uint8_t *p, size_t n);
bool tls_has_more(const struct conn *c);

/* send.c */
void want_write(struct conn *c, bool on);
void close_conn(struct conn *c);
void close_on_error(struct conn *c);
void enqueue(struct conn *c, uint64_t count, uint64_t time);
void flush(struct conn *c);

/* receive.c */
void parse(struct conn *c, const uint8_t *p, uint64_t n, uint64_t time);
void receive(struct conn *c);
ssize_t read_bytes(struct conn *c, uint8_t *p, size_t n);

/* verify.c */
void start_message(struct conn *c);
void check_head(struct conn *c);
void verify(struct conn *c, const uint8_t *p, uint64_t n);
void end_message(struct conn *c, uint64_t time);

/* histogram.c */
void hist_add(uint64_t v);
double quantile_us(double q);
double latency_max_us(void);

/* process.c */
uint64_t server_cpu_ns(void);
uint64_t server_switches(void);
uint64_t server_status(const char *key);
double server_rss_mib(void);
double own_cpu_s(void);
struct sample {
    uint64_t time, cpu_ns, switches;
    double own_cpu;
} take_sample(void);

/* output.c */
extern char tls_version[16], tls_cipher[64];
void json_int(const char *key, uint64_t v);
void json_num(const char *key, double v);
void json_begin(double rss_mib);
int json_finish(uint64_t missing);

/* mode_*.c: each prints its result and gives the exit status. */
int run_load(void);
int run_idle(double rss0, double hs_s, double hs_cpu_us);
int run_slow(double rss0);
int run_first(uint64_t start);
int run_handshakes(void);
int run_stream(void);
void take_pushed(struct conn *c, const uint8_t *p, uint64_t n);
void end_pushed(struct conn *c);

#endif
