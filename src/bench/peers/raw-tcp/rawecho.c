/*
 * Plain TCP echo server (one thread, epoll): the floor for any echo server.
 * It stops reading a connection while its last write is unfinished.
 * Usage: rawecho PORT
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

struct conn {
    int fd;
    char *rest; /* bytes read but not written yet */
    size_t offset, length;
};

static int epoll_fd;
static char buffer[1 << 18];

static void watch(int op, int fd, struct conn *c, uint32_t events)
{
    struct epoll_event e = {.events = events, .data.ptr = c};
    epoll_ctl(epoll_fd, op, fd, &e);
}

static int listen_on(int port)
{
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, (void *)&a, sizeof a) || listen(fd, 4096)) {
        perror("listen");
        exit(1);
    }
    return fd;
}

static void accept_all(int listener)
{
    int one = 1, fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct conn *c = calloc(1, sizeof *c);
        c->fd = fd;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        watch(EPOLL_CTL_ADD, fd, c, EPOLLIN);
    }
}

static int failed(ssize_t n) { return n == 0 || (n < 0 && errno != EAGAIN); }

/* Both return 0 when the connection is over. */
static int write_rest(struct conn *c)
{
    ssize_t n = write(c->fd, c->rest + c->offset, c->length - c->offset);
    if (failed(n)) return 0;
    if (n > 0) c->offset += (size_t)n;
    if (c->offset == c->length) {
        free(c->rest);
        c->rest = NULL;
        watch(EPOLL_CTL_MOD, c->fd, c, EPOLLIN);
    }
    return 1;
}

static int echo(struct conn *c)
{
    ssize_t r = read(c->fd, buffer, sizeof buffer);
    if (failed(r)) return 0;
    if (r < 0) return 1;
    ssize_t w = write(c->fd, buffer, (size_t)r);
    if (failed(w)) return 0;
    if (w < 0) w = 0;
    if (w == r) return 1;
    c->offset = 0;
    c->length = (size_t)(r - w);
    c->rest = memcpy(malloc(c->length), buffer + w, c->length);
    watch(EPOLL_CTL_MOD, c->fd, c, EPOLLOUT);
    return 1;
}

int main(int argc, char **argv)
{
    struct rlimit limit;
    if (argc != 2) return fputs("usage: rawecho PORT\n", stderr), 2;
    signal(SIGPIPE, SIG_IGN);
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    int listener = listen_on(atoi(argv[1]));
    epoll_fd = epoll_create1(0);
    watch(EPOLL_CTL_ADD, listener, NULL, EPOLLIN);
    for (struct epoll_event events[512];;) {
        int n = epoll_wait(epoll_fd, events, 512, -1);
        for (int i = 0; i < n; i++) {
            struct conn *c = events[i].data.ptr;
            if (!c) {
                accept_all(listener);
            } else if (!(c->rest ? write_rest(c) : echo(c))) {
                close(c->fd);
                free(c->rest);
                free(c);
            }
        }
    }
}
