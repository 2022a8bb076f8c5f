#include "hostile.h"

static void no_file(const char *path, int flags) {
    int fd = open(path, flags);
    if (fd >= 0) escaped("opened %s", path);
}

static void read_shadow(void) {
    no_file("/etc/shadow", O_RDONLY);
    no_file("/etc/shadow-", O_RDONLY);
    no_file("/proc/1/root/etc/shadow", O_RDONLY);
    no_file("/var/task/../../etc/shadow", O_RDONLY);
    contained("no shadow");
}

static void read_host_home(void) {
    no_file("/root/.bashrc", O_RDONLY);
    no_file("/home", O_RDONLY);
    no_file("/root", O_RDONLY | O_DIRECTORY);
    contained("no homes");
}

static void read_platform_data(void) {
    no_file(given("SECRET"), O_RDONLY);
    contained("%s", strerror(errno));
}

static void read_other_code(void) {
    no_file(given("OTHER_CODE"), O_RDONLY);
    contained("%s", strerror(errno));
}

static void dot_dot(void) {
    char path[4096];
    snprintf(path, sizeof path, "/var/task/../../../../../..%s", given("SECRET"));
    no_file(path, O_RDONLY);
    if (chdir("/") || chdir("..")) escaped("no root");
    snprintf(path, sizeof path, "../../..%s", given("SECRET"));
    no_file(path, O_RDONLY);
    contained("the root has no parent");
}

static void own_symlink(void) {
    if (symlink(given("SECRET"), "/tmp/link")) escaped("/tmp takes no links");
    no_file("/tmp/link", O_RDONLY);
    contained("it leads nowhere");
}

static void packaged_symlink(void) {
    no_file("/var/task/link", O_RDONLY);
    no_file("/var/task/link-dir/secret", O_RDONLY);
    contained("they lead nowhere");
}

static void proc_root(void) {
    char path[4096];
    const char *roots[] = {"/proc/self/root", "/proc/thread-self/root", "/proc/1/root",
                           "/proc/self/cwd/../..", "/proc/self/task/1/root"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        snprintf(path, sizeof path, "%s%s", roots[i], given("SECRET"));
        no_file(path, O_RDONLY);
    }
    contained("they are our own root");
}

static void write_outside_tmp(void) {
    const char *places[] = {"/x", "/usr/x", "/usr/bin/x", "/var/task/x", "/etc/x", "/opt/x", "/bin/x",
                            "/var/x", "/run/x", "/dev/x", "/proc/x", "/lib/x"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        must_fail(places[i], open(places[i], O_CREAT | O_WRONLY, 0600));
        must_fail(places[i], mkdir(places[i], 0700));
    }
    contained("nothing is writable");
}

static void change_code(void) {
    must_fail("open", open("/var/task/data", O_RDWR));
    must_fail("truncate", truncate("/var/task/data", 0));
    must_fail("chmod", chmod("/var/task/data", 0777));
    must_fail("unlink", unlink("/var/task/data"));
    must_fail("rename", rename("/var/task/data", "/tmp/data"));
    must_fail("link", link("/var/task/data", "/tmp/data"));
    must_fail("utimes", utimensat(AT_FDCWD, "/var/task/data", NULL, 0));
    must_fail("setxattr", syscall(SYS_setxattr, "/var/task/data", "user.x", "y", 1, 0));
    contained("code stays as it is");
}

static void change_etc(void) {
    must_fail("passwd", open("/etc/passwd", O_WRONLY));
    must_fail("ld.so.cache", open("/etc/ld.so.cache", O_WRONLY));
    must_fail("rename", rename("/etc/passwd", "/tmp/passwd"));
    contained("nothing is writable");
}

static void setuid_program(void) {
    /* A copy of sh that is root's, with the bit set; the test runs as root or leaves it out. */
    int status = system("test \"$(/var/task/setuid-sh -p -c 'id -u')\" = 0");
    if (status == 0 && geteuid() != 0) escaped("it became root");
    contained("still the same user");
}

static void own_setuid_program(void) {
    if (system("cp /bin/sh /tmp/sh && chmod 6755 /tmp/sh")) escaped("/tmp takes no programs");
    int status = system("test \"$(/tmp/sh -p -c 'id -u')\" = 0");
    if (status == 0 && geteuid() != 0) escaped("it became root");
    contained("still the same user");
}

static void device_nodes(void) {
    must_fail("block", mknod("/tmp/disk", S_IFBLK | 0600, makedev(254, 0)));
    must_fail("char", mknod("/tmp/mem", S_IFCHR | 0600, makedev(1, 1)));
    must_fail("shm", mknod("/dev/shm/mem", S_IFCHR | 0600, makedev(1, 1)));
    contained("%s", strerror(errno));
}

static void host_devices(void) {
    const char *devices[] = {"/dev/kvm", "/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/sda", "/dev/fuse",
                             "/dev/net/tun", "/dev/loop-control", "/dev/ptmx", "/dev/tty0", "/dev/vsock",
                             "/dev/mapper/control", "/dev/nvme0n1", "/dev/hwrng", "/dev/userfaultfd"};
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) no_file(devices[i], O_RDWR);
    contained("there are none");
}

static void kernel_files(void) {
    const char *files[] = {"/proc/kcore", "/proc/kmsg", "/proc/keys", "/proc/key-users",
                           "/proc/timer_list", "/sys/kernel/security", "/sys/kernel/debug",
                           "/sys/fs/cgroup", "/proc/1/mem", "/proc/1/maps", "/proc/1/environ"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) no_file(files[i], O_RDONLY);
    contained("closed");
}

static void kernel_settings(void) {
    const char *files[] = {"/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe",
                           "/proc/sys/kernel/hostname", "/proc/sys/vm/drop_caches",
                           "/proc/sys/net/ipv4/ip_forward", "/proc/sysrq-trigger",
                           "/proc/sys/fs/binfmt_misc/register", "/proc/irq/default_smp_affinity"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) no_file(files[i], O_WRONLY);
    int fd = open("/proc/self/oom_score_adj", O_WRONLY);
    must_fail("oom_score_adj", fd < 0 ? -1 : write(fd, "-1000", 5));
    contained("closed");
}

static void platform_socket(void) {
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    strncpy(name.sun_path, given("SOCKET"), sizeof name.sun_path - 1);
    refused(connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&name, sizeof name), ENOENT, EACCES);
}

static void leaked_descriptors(void) {
    for (int fd = 3; fd < 1024; fd++)
        if (fcntl(fd, F_GETFD) >= 0) escaped("%d is open", fd);
    contained("none");
}

const struct attempt file_attempts[] = {
    {"read_shadow", read_shadow}, {"read_host_home", read_host_home},
    {"read_platform_data", read_platform_data}, {"read_other_code", read_other_code},
    {"dot_dot", dot_dot}, {"own_symlink", own_symlink}, {"packaged_symlink", packaged_symlink},
    {"proc_root", proc_root}, {"write_outside_tmp", write_outside_tmp},
    {"change_code", change_code}, {"change_etc", change_etc}, {"setuid_program", setuid_program},
    {"own_setuid_program", own_setuid_program}, {"device_nodes", device_nodes},
    {"host_devices", host_devices}, {"kernel_files", kernel_files},
    {"kernel_settings", kernel_settings}, {"platform_socket", platform_socket},
    {"leaked_descriptors", leaked_descriptors}, {0}};
