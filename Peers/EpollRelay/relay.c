// The floor: what accepting, framing, matching by equal interest set and relaying cost on one thread, with no runtime beneath them.
// relay PORT. Frames are those of whisper.v1, each in one piece, without white space between keys and values.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>
#include "sha1.h"

enum { CONNECTIONS = 65536, BUCKETS = 65536, FRAME = 16384, EVENTS = 512, QUEUE = 262144, INTERESTS = 5 };

struct connection {
    char *in, *out;              // the beginning of a frame or handshake, and what the socket did not take: nothing while idle
    struct search *search;
    uint32_t in_size, out_size;
    int partner;                 // 0: none
    char open, doomed;
};

struct search {
    struct search *next;
    int fd;
    uint32_t bucket;
    char key[];                  // the interests as JSON strings, sorted, with commas between them
};

static struct connection all[CONNECTIONS];
static struct search *waiting[BUCKETS];
static int poller;
static unsigned sessions, matches;

static void watch(int fd, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    epoll_ctl(poller, operation, fd, &event);
}

// What the socket does not take waits. A reader that is too slow is doomed: its next event ends it.
static void put(int fd, const char *bytes, size_t size) {
    struct connection *c = &all[fd];
    ssize_t sent = c->out ? 0 : send(fd, bytes, size, MSG_NOSIGNAL);
    if (sent == (ssize_t)size || c->doomed) return;
    size_t rest = size - (sent < 0 ? 0 : sent);
    if (c->out_size + rest > QUEUE) {
        c->doomed = 1;
        shutdown(fd, SHUT_RDWR);
        return;
    }
    if (!c->out) watch(fd, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
    c->out = realloc(c->out, c->out_size + rest);
    memcpy(c->out + c->out_size, bytes + size - rest, rest);
    c->out_size += rest;
}

static void flush(int fd) {
    struct connection *c = &all[fd];
    ssize_t sent = send(fd, c->out, c->out_size, MSG_NOSIGNAL);
    if (sent <= 0) return;
    memmove(c->out, c->out + sent, c->out_size -= sent);
    if (c->out_size) return;
    free(c->out);
    c->out = NULL;
    watch(fd, EPOLL_CTL_MOD, EPOLLIN);
}

static void frame(int fd, int opcode, const char *payload, size_t size) {
    char bytes[FRAME + 128] = {(char)(0x80 | opcode), (char)(size < 126 ? size : 126), (char)(size >> 8), (char)size};
    size_t header = size < 126 ? 2 : 4;
    memcpy(bytes + header, payload, size);
    put(fd, bytes, header + size);
}

static void text(int fd, const char *json) { frame(fd, 1, json, strlen(json)); }

static void end_search(struct connection *c) {
    if (!c->search) return;
    struct search **at = &waiting[c->search->bucket];
    while (*at != c->search) at = &(*at)->next;
    *at = c->search->next;
    free(c->search);
    c->search = NULL;
}

static void end_chat(struct connection *c, const char *reason) {
    if (!c->partner) return;
    text(c->partner, reason);
    all[c->partner].partner = 0;
    c->partner = 0;
}

static void end(int fd) {
    struct connection *c = &all[fd];
    end_search(c);
    end_chat(c, "{\"type\":\"chat_ended\",\"reason\":\"partner_lost\"}");
    free(c->in);
    free(c->out);
    *c = (struct connection){0};
    close(fd);
}

static int by_text(const void *a, const void *b) { return strcmp(*(char **)a, *(char **)b); }

// Each name ends at a quote without a backslash before it. Writes over the frame.
static int key_of(char *json, char *key) {
    char *names[INTERESTS], *at = strstr(json, "\"interests\":[");
    int count = 0;
    for (at = at ? at + 13 : ""; *at == '"' && count < INTERESTS; at++) {
        names[count++] = ++at;
        while (*at && *at != '"') at += *at == '\\' && at[1] ? 2 : 1;
        if (!*at) return 0;
        *at++ = 0;
        if (*at != ',') break;
    }
    qsort(names, count, sizeof *names, by_text);
    for (int i = 0; i < count; i++) key += sprintf(key, "%s\"%s\"", i ? "," : "", names[i]);
    return count;
}

static void find_match(int fd, char *json) {
    char key[FRAME], found[FRAME + 96];
    if (all[fd].search || all[fd].partner || !key_of(json, key)) return;
    uint32_t bucket = 2166136261u;
    for (char *c = key; *c; c++) bucket = (bucket ^ (uint8_t)*c) * 16777619u;
    bucket %= BUCKETS;
    struct search *other = waiting[bucket];
    while (other && strcmp(other->key, key)) other = other->next;
    if (!other) {
        struct search *mine = malloc(sizeof *mine + strlen(key) + 1);
        *mine = (struct search){waiting[bucket], fd, bucket};
        strcpy(mine->key, key);
        waiting[bucket] = all[fd].search = mine;
        text(fd, "{\"type\":\"searching\",\"tier\":1,\"waitedMs\":0}");
        return;
    }
    int partner = other->fd;
    end_search(&all[partner]);
    all[fd].partner = partner, all[partner].partner = fd;
    sprintf(found, "{\"type\":\"match_found\",\"match\":\"%u\",\"tier\":1,\"shared\":[%s]}", ++matches, key);
    text(fd, found);
    text(partner, found);
}

static void handle(int fd, char *json, size_t size) {
    struct connection *c = &all[fd];
    char saved = json[size], copy[FRAME + 64];
    json[size] = 0;
    char *type = strstr(json, "\"type\":\"");
    type = type ? type + 8 : "";
    if (!strncmp(type, "message\"", 8) && c->partner) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        memcpy(copy, json, size - 1);
        frame(c->partner, 1, copy, size - 1 + sprintf(copy + size - 1, ",\"at\":%lld}", now.tv_sec * 1000LL + now.tv_nsec / 1000000));
    } else if (!strncmp(type, "ack\"", 4) && c->partner) {
        char *n = strstr(json, "\"n\":");
        frame(c->partner, 1, copy, sprintf(copy, "{\"type\":\"delivered\",\"n\":%lu}", n ? strtoul(n + 4, NULL, 10) : 0));
    } else if (!strncmp(type, "typing\"", 7) && c->partner) {
        frame(c->partner, 1, json, size);
    } else if (!strncmp(type, "find_match\"", 11)) {
        find_match(fd, json);
    } else if (!strncmp(type, "cancel_match\"", 13) && c->search) {
        end_search(c);
        text(fd, "{\"type\":\"match_cancelled\"}");
    } else if (!strncmp(type, "leave\"", 6) && c->partner) {
        end_chat(c, "{\"type\":\"chat_ended\",\"reason\":\"partner_left\"}");
        text(fd, "{\"type\":\"chat_ended\",\"reason\":\"you_left\"}");
    } else if (!strncmp(type, "hello\"", 6)) {
        frame(fd, 1, copy, sprintf(copy, "{\"type\":\"welcome\",\"session\":\"%u\",\"resumed\":false,\"state\":\"idle\"}", ++sessions));
    } else if (!strncmp(type, "ping\"", 5)) {
        text(fd, "{\"type\":\"pong\"}");
    }
    json[size] = saved;
}

// Bytes of the handshake at the beginning; 0: it is not all there; -1: it is none.
static int handshake(int fd, char *bytes, size_t size) {
    char *last = memmem(bytes, size, "\r\n\r\n", 4), accept[29], answer[256];
    if (!last) return size < 8192 ? 0 : -1;
    *last = 0;
    char *key = strcasestr(bytes, "\nSec-WebSocket-Key:");
    if (key) key += 19 + strspn(key + 19, " ");
    if (!key || strcspn(key, "\r\n ") != 24 || strncmp(bytes, "GET /ws ", 8)) {
        put(fd, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", 47);
        return -1;
    }
    accept_of(key, accept);
    put(fd, answer, sprintf(answer, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n%sSec-WebSocket-Accept: %s\r\n\r\n",
        strcasestr(bytes, "whisper.v1") ? "Sec-WebSocket-Protocol: whisper.v1\r\n" : "", accept));
    all[fd].open = 1;
    return (int)(last + 4 - bytes);
}

// The same of a frame; what it says is done.
static int next_frame(int fd, uint8_t *bytes, size_t size) {
    if (size < 6) return 0;
    size_t length = bytes[1] & 127, header = 6;
    if (length == 126) length = bytes[2] << 8 | bytes[3], header = 8;
    else if (length == 127) return -1;
    if (!(bytes[0] & 0x80) || bytes[0] & 0x70 || !(bytes[1] & 0x80) || length > FRAME) return -1;
    if (size < header + length) return 0;
    uint8_t *payload = bytes + header, *mask = payload - 4;
    for (size_t i = 0; i < length; i++) payload[i] ^= mask[i & 3];
    int opcode = bytes[0] & 15;
    if (opcode == 1) handle(fd, (char *)payload, length);
    else if (opcode == 9 && length < 126) frame(fd, 10, (char *)payload, length);
    else if (opcode == 8) return frame(fd, 8, (char *)payload, length < 2 ? 0 : 2), -1;
    else if (opcode != 10) return -1;
    return (int)(header + length);
}

static void readable(int fd) {
    static char bytes[65536 + FRAME + 64];
    struct connection *c = &all[fd];
    size_t size = c->in_size;
    if (size) memcpy(bytes, c->in, size);
    ssize_t got = recv(fd, bytes + size, 65536, MSG_DONTWAIT);
    if (got <= 0) {  // spurious: an event of the descriptor before this one
        if (got == 0 || errno != EAGAIN) end(fd);
        return;
    }
    free(c->in);
    c->in = NULL, c->in_size = 0, size += got;
    size_t at = 0;
    for (int used; at < size; at += used) {
        used = c->open ? next_frame(fd, (uint8_t *)bytes + at, size - at) : handshake(fd, bytes + at, size - at);
        if (used < 0) return end(fd);
        if (used == 0) break;
    }
    if (at == size) return;
    c->in = memcpy(malloc(size - at), bytes + at, size - at);
    c->in_size = size - at;
}

int main(int argc, char **argv) {
    static struct epoll_event events[EVENTS];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 8080), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) return perror("relay"), 1;
    poller = epoll_create1(0);
    watch(listener, EPOLL_CTL_ADD, EPOLLIN);
    puts("ready");
    fflush(stdout);
    for (;;) {
        int count = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd != listener) {
                if (events[i].events & EPOLLOUT && all[fd].out) flush(fd);
                if (events[i].events & ~EPOLLOUT) readable(fd);
                continue;
            }
            // out of descriptors: whoever waits at the door is taken when somebody leaves
            for (int guest; (guest = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0 && guest < CONNECTIONS;) watch(guest, EPOLL_CTL_ADD, EPOLLIN);
        }
    }
}
