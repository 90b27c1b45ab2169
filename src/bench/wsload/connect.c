/* Opening handshakes (many at a time) and the event loop. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wsload.h"

#define OPENING_MAX 100 /* handshakes in progress at a time */

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

int epoll_fd;
char last_failure[200] = "no answer";

static struct sockaddr_in server;
static char request[4096];
static int request_len;

static const char *extensions(void)
{
    if (!opt.deflate) return "";
    return opt.no_context ? "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; "
                            "client_no_context_takeover\r\n"
                          : "Sec-WebSocket-Extensions: permessage-deflate\r\n";
}

void prepare_connecting(void)
{
    if (opt.tls) tls_prepare();
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    server.sin_family = AF_INET;
    server.sin_port = htons((uint16_t)opt.port);
    if (inet_pton(AF_INET, opt.host, &server.sin_addr) != 1) die("--host");
    request_len = snprintf(request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        "%sOrigin: %s://%s:%d\r\n\r\n",
        opt.path, opt.host, opt.port, extensions(), opt.tls ? "https" : "http", opt.host, opt.port);
    if (request_len >= (int)sizeof request) die("--path");
}

static void bind_source_ip(struct conn *c)
{
    int one = 1;
    struct sockaddr_in a = {.sin_family = AF_INET};
    a.sin_addr.s_addr = htonl(0x7f000002u + (uint32_t)(c->id % opt.source_ips));
    setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (bind(c->fd, (void *)&a, sizeof a)) die("bind");
}

void connect_conn(struct conn *c)
{
    int one = 1;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->fd < 0) die("socket");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (opt.source_ips > 1) bind_source_ip(c);
    if (connect(c->fd, (void *)&server, sizeof server) && errno != EINPROGRESS) die("connect");
    c->state = CONNECTING;
    c->want_write = true;
    struct epoll_event e = {.events = EPOLLIN | EPOLLOUT, .data.ptr = c};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c->fd, &e);
    run.opening++;
}

static void handshake_failed(struct conn *c, const char *why)
{
    snprintf(last_failure, sizeof last_failure, "%s", why);
    if (!cnt.failed && !mode_is("first")) fprintf(stderr, "handshake failed: %s\n", why);
    cnt.failed++;
    run.opening--;
    close_conn(c);
}

static void handshake_done(struct conn *c)
{
    if (!c->table) c->table = plain_table;
    c->state = OPEN;
    cnt.opened++;
    run.opening--;
    want_write(c, false);
}

static void send_request(struct conn *c)
{
    ssize_t n = c->ssl ? tls_write(c, (uint8_t *)request, (size_t)request_len)
                       : write(c->fd, request, (size_t)request_len);
    if (n != request_len) {
        handshake_failed(c, "request not written");
        return;
    }
    c->state = UPGRADING;
    c->response = alloc(4096, 1);
    c->response_len = 0;
    want_write(c, false);
}

static void secure(struct conn *c)
{
    int result = tls_handshake(c);
    if (result == 1) send_request(c);
    else if (result == 0 || errno != EAGAIN) handshake_failed(c, tls_error());
    else want_write(c, false);
}

static void on_connected(struct conn *c)
{
    int err = 0;
    socklen_t len = sizeof err;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &err, &len);
    if (err) {
        handshake_failed(c, strerror(err));
    } else if (opt.raw) {
        handshake_done(c);
    } else if (opt.tls) {
        c->state = SECURING;
        tls_attach(c);
        secure(c);
    } else {
        send_request(c);
    }
}

static void on_response(struct conn *c)
{
    ssize_t n = read_bytes(c, (uint8_t *)c->response + c->response_len, (size_t)(4095 - c->response_len));
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
        handshake_failed(c, "connection closed, or response too long");
        return;
    }
    c->response_len += (int)n;
    char *end = memmem(c->response, (size_t)c->response_len, "\r\n\r\n", 4);
    if (!end) return;
    if (strncmp(c->response, "HTTP/1.1 101", 12) || !strstr(c->response, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) {
        handshake_failed(c, c->response);
        return;
    }
    if (opt.deflate && !take_grant(c, c->response)) {
        handshake_failed(c, "permessage-deflate was not granted");
        return;
    }
    char *response = c->response;
    uint64_t rest = (uint64_t)(response + c->response_len - (end + 4));
    c->response = NULL;
    handshake_done(c);
    if (rest) parse(c, (uint8_t *)end + 4, rest, now());
    if (c->state == OPEN && tls_has_more(c)) receive(c);
    free(response);
}


static void on_event(struct conn *c, uint32_t events)
{
    if (c->state == CONNECTING && events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) {
        on_connected(c);
    } else if (c->state == SECURING) {
        secure(c);
    } else if (c->state == UPGRADING && events & (EPOLLIN | EPOLLERR | EPOLLHUP)) {
        on_response(c);
    } else if (c->state == OPEN) {
        if (events & (EPOLLIN | EPOLLERR | EPOLLHUP)) receive(c);
        if (c->state == OPEN) flush(c);
    }
}

void pump(int timeout_ms)
{
    struct epoll_event events[512];
    int n = epoll_wait(epoll_fd, events, 512, timeout_ms);
    for (int i = 0; i < n; i++) on_event(events[i].data.ptr, events[i].events);
}

void open_all(void)
{
    int next = 0;
    uint64_t seen = 0, progress = now();
    while (cnt.opened + cnt.failed < (uint64_t)opt.conns) {
        while (next < opt.conns && run.opening < OPENING_MAX) connect_conn(&conns[next++]);
        pump(10);
        if (cnt.opened != seen) {
            seen = cnt.opened;
            progress = now();
        }
        if (now() - progress > 10 * SECOND) {
            fprintf(stderr, "handshakes stalled at %lu\n", (unsigned long)cnt.opened);
            return;
        }
    }
}
