/* TLS below the WebSocket. One suite and one group are offered, so that all servers do the same work. */
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

#include "wsload.h"

static SSL_CTX *context;
static SSL_SESSION *newest; /* session to resume */

static int keep_session(SSL *ssl, SSL_SESSION *session)
{
    (void)ssl;
    SSL_SESSION_free(newest);
    newest = session;
    return 1;
}

static void tls_die(const char *what)
{
    fprintf(stderr, "%s: ", what);
    ERR_print_errors_fp(stderr);
    exit_usage();
}

void tls_prepare(void)
{
    context = SSL_CTX_new(TLS_client_method());
    if (!context || !SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) ||
        !SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256") ||
        !SSL_CTX_set1_groups_list(context, "X25519"))
        tls_die("TLS");
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL); /* the certificate is self-signed */
    SSL_CTX_set_mode(context, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_default_read_buffer_len(context, 65536);
    if (!opt.resume) return;
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, keep_session);
}

void tls_attach(struct conn *c)
{
    c->ssl = SSL_new(context);
    if (!c->ssl || !SSL_set_fd(c->ssl, c->fd)) tls_die("SSL_new");
    SSL_set_connect_state(c->ssl);
    if (!newest) return;
    SSL_SESSION *session = SSL_SESSION_dup(newest); /* OpenSSL uses a session of TLS 1.3 once */
    SSL_set_session(c->ssl, session);
    SSL_SESSION_free(session);
}

void tls_detach(struct conn *c)
{
    if (!c->ssl) return;
    SSL_set_shutdown(c->ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN); /* else the session could not be resumed */
    SSL_free(c->ssl);
    c->ssl = NULL;
}

/* Sets errno as read and write do. */
static ssize_t failure(struct conn *c, int result)
{
    int error = SSL_get_error(c->ssl, result);
    if (error == SSL_ERROR_ZERO_RETURN) return 0;
    errno = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? EAGAIN : EPROTO;
    return -1;
}

/* 1 when done; -1 with EAGAIN when it goes on later. */
int tls_handshake(struct conn *c)
{
    ERR_clear_error();
    int result = SSL_do_handshake(c->ssl);
    if (result != 1) return failure(c, result) ? -1 : 0;
    if (SSL_session_reused(c->ssl)) cnt.resumed++;
    snprintf(tls_version, sizeof tls_version, "%s", SSL_get_version(c->ssl));
    snprintf(tls_cipher, sizeof tls_cipher, "%s", SSL_get_cipher_name(c->ssl));
    return 1;
}

const char *tls_error(void)
{
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());
    return reason ? reason : "connection closed during the TLS handshake";
}

/* Reads until the buffer is full or the socket empty: epoll does not know what OpenSSL holds. */
ssize_t tls_read(struct conn *c, uint8_t *p, size_t n)
{
    size_t done = 0;
    ERR_clear_error();
    while (done < n) {
        int result = SSL_read(c->ssl, p + done, (int)(n - done));
        if (result <= 0) return done ? (ssize_t)done : failure(c, result);
        done += (size_t)result;
    }
    return (ssize_t)done;
}

bool tls_has_more(const struct conn *c) { return c->ssl && SSL_has_pending(c->ssl); }

/* All of it or nothing; after EAGAIN the next call begins with the same bytes. */
ssize_t tls_write(struct conn *c, const uint8_t *p, size_t n)
{
    ERR_clear_error();
    int result = SSL_write(c->ssl, p, (int)n);
    if (result > 0) return result;
    failure(c, result);
    if (errno != EAGAIN) errno = EPIPE;
    return -1;
}
