#include "hostile.h"

static int dial(const char *ip, int port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, ip, &to.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (fd < 0) escaped("there are no sockets");
    if (!connect(fd, (void *)&to, sizeof to)) return 0;
    if (errno != EINPROGRESS) return -1;
    struct pollfd ready = {fd, POLLOUT, 0};
    int error = ETIMEDOUT;
    socklen_t length = sizeof error;
    if (poll(&ready, 1, 1000) == 1) getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
    errno = error;
    return error ? -1 : 0;
}

static void host_loopback(void) { refused(dial("127.0.0.1", atoi(given("HOST_PORT"))), 0, 0); }
static void other_sandbox(void) { refused(dial("127.0.0.1", atoi(given("OTHER_PORT"))), 0, 0); }
static void metadata(void) { refused(dial("169.254.169.254", 80), 0, 0); }

static void private_networks(void) {
    const char *hosts[] = {"10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "192.0.2.1", "169.254.0.1"};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) must_fail(hosts[i], dial(hosts[i], 80));
    must_fail("the host itself", dial(given("HOST_IP"), atoi(given("HOST_PORT"))));
    contained("%s", strerror(errno));
}

static void host_loopback_v6(void) {
    struct sockaddr_in6 to = {.sin6_family = AF_INET6, .sin6_addr = in6addr_loopback};
    to.sin6_port = htons(atoi(given("HOST_PORT")));
    int fd = socket(AF_INET6, SOCK_STREAM, 0);
    if (fd < 0) contained("no such sockets");
    refused(connect(fd, (void *)&to, sizeof to), 0, 0);
}

static void raw_socket(void) { refused(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP), EPERM, EACCES); }
static void packet_socket(void) { refused(socket(AF_PACKET, SOCK_RAW, 0), EPERM, EAFNOSUPPORT); }

static void odd_families(void) {
    for (int family = 0; family < 64; family++) {
        if (family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK) continue;
        if (socket(family, SOCK_STREAM, 0) >= 0 || socket(family, SOCK_DGRAM, 0) >= 0 ||
            socket(family, SOCK_SEQPACKET, 0) >= 0)
            escaped("family %d", family);
    }
    contained("%s", strerror(errno));
}

static void abstract_socket(void) {
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    const char *wanted = given("ABSTRACT");
    memcpy(name.sun_path + 1, wanted, strlen(wanted));
    socklen_t length = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(wanted);
    refused(connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&name, length), ECONNREFUSED, EPERM);
}

static void change_network(void) {
    struct {
        struct nlmsghdr head;
        struct ifinfomsg link;
    } request = {{sizeof request, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK, 1, 0}, {.ifi_index = 1, .ifi_change = IFF_UP}};
    struct {
        struct nlmsghdr head;
        struct nlmsgerr error;
        char rest[256];
    } answer;
    int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    if (fd < 0) contained("no netlink");
    if (send(fd, &request, sizeof request, 0) < 0 || recv(fd, &answer, sizeof answer, 0) < 0) contained("%s", strerror(errno));
    if (answer.error.error == 0) escaped("the loopback is down");
    contained("%s", strerror(-answer.error.error));
}

const struct attempt network_attempts[] = {
    {"host_loopback", host_loopback}, {"host_loopback_v6", host_loopback_v6},
    {"other_sandbox", other_sandbox}, {"metadata", metadata}, {"private_networks", private_networks},
    {"raw_socket", raw_socket}, {"packet_socket", packet_socket}, {"odd_families", odd_families},
    {"abstract_socket", abstract_socket}, {"change_network", change_network}, {0}};
