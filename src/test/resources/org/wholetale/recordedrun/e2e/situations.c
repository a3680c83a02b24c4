/*
 * Does one thing and nothing else: what a recording of it must show is in docs/coverage.md.
 *
 * usage: situations NAME, in an empty folder
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define SELF "../situations"

extern char **environ;

static void check(int ok, const char *what) {
  if (!ok) {
    perror(what);
    exit(99);
  }
}

#define MUST(call) check((call) != -1, #call)

/* Waits for a child in a way that no event tells of. */
static void await(pid_t child) {
  MUST(waitpid(child, NULL, 0));
}

static void nothing(void) {}

static int file(const char *name) {
  int fd = open(name, O_WRONLY | O_CREAT, 0644);
  check(fd >= 0, name);
  MUST(write(fd, "text\n", 5));
  return fd;
}

/* processes */

static void in_fork(void) {
  pid_t child = fork();
  if (child == 0) {
    _exit(3);
  }
  await(child);
}

static void in_vfork(void) {
  pid_t child = vfork();
  if (child == 0) {
    _exit(3);
  }
  await(child);
}

static void in_clone(void) {
  pid_t child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (child == 0) {
    _exit(3);
  }
  await(child);
}

static void in_clone3(void) {
  struct clone_args args = {.exit_signal = SIGCHLD};
  pid_t child = syscall(SYS_clone3, &args, sizeof args);
  if (child == 0) {
    _exit(3);
  }
  await(child);
}

static void in_posix_spawn(void) {
  pid_t child;
  char *argv[] = {SELF, "nothing", NULL};
  check(posix_spawn(&child, SELF, NULL, NULL, argv, environ) == 0, "posix_spawn");
  await(child);
}

static void *in_thread(void *unused) {
  (void)unused;
  close(file("by-thread"));
  return NULL;
}

static void thread(void) {
  pthread_t one;
  check(pthread_create(&one, NULL, in_thread, NULL) == 0, "pthread_create");
  pthread_join(one, NULL);
}

static void orphan(void) {
  pid_t parent = getpid();
  if (fork() == 0) {
    while (getppid() == parent) {
      usleep(1000);
    }
    _exit(4);
  }
}

static void group_leader(void) {
  pid_t child = fork();
  if (child == 0) {
    MUST(setsid());
    _exit(0);
  }
  await(child);
}

static void in_execve(void) {
  char *argv[] = {"zero", "nothing", "with space", "", NULL};
  execve(SELF, argv, environ);
  check(0, "execve");
}

static void in_execveat(void) {
  int folder = open("..", O_PATH | O_DIRECTORY);
  char *argv[] = {"zero", "nothing", NULL};
  syscall(SYS_execveat, folder, "situations", argv, environ, 0);
  check(0, "execveat");
}

static void in_fexecve(void) {
  int program = open(SELF, O_PATH);
  char *argv[] = {"zero", "nothing", NULL};
  syscall(SYS_execveat, program, "", argv, environ, AT_EMPTY_PATH);
  check(0, "execveat");
}

static void script(void) {
  int fd = open("script", O_WRONLY | O_CREAT, 0755);
  const char *text = "#!" SELF " nothing\n";
  MUST(write(fd, text, strlen(text)));
  close(fd);
  char *argv[] = {"zero", "one", NULL};
  execve("./script", argv, environ);
  check(0, "execve");
}

static void failed_exec(void) {
  char *argv[] = {"none", "of it", NULL};
  execve("./none", argv, environ);
}

static void exit_code(void) {
  exit(42);
}

static void killed(void) {
  kill(getpid(), SIGKILL);
}

/* files */

static void read_file(void) {
  MUST(open(SELF, O_RDONLY));
}

static void opened_twice(void) {
  MUST(open(SELF, O_RDONLY));
  MUST(open(SELF, O_RDONLY));
}

static void by_hard_link(void) {
  int fd = file("f");
  MUST(link("f", "g"));
  int again = open("g", O_WRONLY);
  check(again >= 0, "g");
  close(fd);
  close(again);
}

static void other_mode(void) {
  int fd = file("f");
  MUST(open("f", O_RDONLY));
  MUST(open("f", O_RDWR));
  close(fd);
}

static void in_creat(void) {
  close(creat("f", 0600));
}

static void appended(void) {
  close(file("f"));
  int fd = open("f", O_WRONLY | O_APPEND);
  MUST(write(fd, "more\n", 5));
  close(fd);
}

static void emptied(void) {
  file("f");
  MUST(open("f", O_WRONLY));
  MUST(openat(AT_FDCWD, "f", O_WRONLY | O_TRUNC));
  MUST(syscall(SYS_open, "f", O_RDWR | O_TRUNC));
  struct open_how how = {.flags = O_RDWR | O_TRUNC | O_APPEND};
  MUST(syscall(SYS_openat2, AT_FDCWD, "f", &how, sizeof how));
  pid_t child = fork();
  if (child == 0) {
    MUST(syscall(SYS_creat, "f", 0600));
    _exit(0);
  }
  await(child);
  MUST(open("g", O_WRONLY | O_CREAT | O_TRUNC, 0600));
  MUST(open("/dev/null", O_WRONLY | O_TRUNC));
}

static void not_closed(void) {
  file("f");
}

static void relative_to_folder(void) {
  MUST(mkdir("d", 0755));
  int folder = open("d", O_RDONLY | O_DIRECTORY);
  close(openat(folder, "f", O_WRONLY | O_CREAT, 0644));
}

static void in_openat2(void) {
  struct open_how how = {.flags = O_WRONLY | O_CREAT, .mode = 0644};
  close(syscall(SYS_openat2, AT_FDCWD, "f", &how, sizeof how));
}

static void unnamed(void) {
  int fd = open(".", O_TMPFILE | O_RDWR, 0600);
  check(fd >= 0, "O_TMPFILE");
  char name[64];
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  MUST(linkat(AT_FDCWD, name, AT_FDCWD, "named", AT_SYMLINK_FOLLOW));
}

static void memory(void) {
  int fd = memfd_create("scratch", 0);
  MUST(write(fd, "x", 1));
}

static void through_link(void) {
  MUST(symlink(SELF, "s"));
  MUST(open("s", O_RDONLY));
}

static void after_chdir(void) {
  MUST(mkdir("d", 0755));
  MUST(chdir("d"));
  close(file("f"));
}

static void after_fchdir(void) {
  MUST(mkdir("d", 0755));
  MUST(fchdir(open("d", O_PATH)));
  close(file("f"));
}

static void failed_open(void) {
  open("none", O_RDONLY);
}

static void folder(void) {
  MUST(open(".", O_RDONLY | O_DIRECTORY));
}

static void device(void) {
  MUST(open("/dev/null", O_WRONLY));
}

static void in_rename(void) {
  close(file("f"));
  MUST(rename("f", "g"));
}

static void exchanged(void) {
  int f = file("f");
  int g = file("g");
  MUST(renameat2(AT_FDCWD, "f", AT_FDCWD, "g", RENAME_EXCHANGE));
  close(f);
  close(g);
}

static void exchanged_folder(void) {
  MUST(mkdir("d", 0755));
  int f = file("d/f");
  close(file("g"));
  MUST(renameat2(AT_FDCWD, "d", AT_FDCWD, "g", RENAME_EXCHANGE));
  close(f);
  MUST(open("g/f", O_RDWR));
  MUST(open("d", O_RDWR));
}

static void renamed_folder(void) {
  MUST(mkdir("d", 0755));
  close(file("d/f"));
  MUST(rename("d", "e"));
  MUST(open("e/f", O_RDWR));
}

static void in_link(void) {
  close(file("f"));
  MUST(link("f", "g"));
}

static void in_linkat(void) {
  close(file("f"));
  MUST(mkdir("d", 0755));
  int d = open("d", O_PATH);
  MUST(linkat(AT_FDCWD, "f", d, "g", 0));
}

static void in_symlink(void) {
  MUST(symlink("../any where", "s"));
}

static void in_symlinkat(void) {
  MUST(symlinkat("nowhere", AT_FDCWD, "s"));
}

static void in_unlink(void) {
  close(file("f"));
  MUST(unlink("f"));
}

static void in_unlinkat(void) {
  MUST(mkdirat(AT_FDCWD, "d", 0755));
  MUST(unlinkat(AT_FDCWD, "d", AT_REMOVEDIR));
}

static void in_rmdir(void) {
  MUST(mkdir("d", 0755));
  MUST(rmdir("d"));
}

static void in_truncate(void) {
  close(file("f"));
  MUST(truncate("f", 1));
}

static void in_ftruncate(void) {
  int fd = file("f");
  MUST(ftruncate(fd, 1));
  close(fd);
}

static void fifo(void) {
  MUST(mkfifo("p", 0600));
  MUST(open("p", O_RDWR));
}

static void mapped(void) {
  int fd = open("f", O_RDWR | O_CREAT, 0644);
  MUST(ftruncate(fd, 4096));
  char *map = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  check(map != MAP_FAILED, "mmap");
  map[0] = 'x';
  close(fd);
}

static void duplicated(void) {
  int fd = file("f");
  int two = dup(fd);
  close(fd);
  MUST(write(two, "x", 1));
  close(two);
}

static void replaced(void) {
  int fd = file("f");
  MUST(dup2(STDIN_FILENO, fd));
}

static void copied(void) {
  close(file("f"));
  int from = open("f", O_RDONLY);
  int to = open("g", O_WRONLY | O_CREAT, 0644);
  MUST(sendfile(to, from, NULL, 2));
  MUST(copy_file_range(from, NULL, to, NULL, 2, 0));
  close(to);
}

static void only_looked_at(void) {
  struct stat found;
  MUST(stat(SELF, &found));
  access(SELF, R_OK);
}

/* between processes */

static void through_pipe(void) {
  int ends[2];
  char byte;
  MUST(pipe(ends));
  pid_t child = fork();
  if (child == 0) {
    MUST(write(ends[1], "x", 1));
    _exit(0);
  }
  MUST(read(ends[0], &byte, 1));
  await(child);
}

static void through_sockets(void) {
  int ends[2];
  char byte;
  MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
  MUST(write(ends[1], "x", 1));
  MUST(read(ends[0], &byte, 1));
}

/* network: each in a network of its own, of which the loopback device is all */

static void network(void) {
  struct ifreq loopback = {.ifr_name = "lo"};
  MUST(unshare(CLONE_NEWNET));
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  MUST(ioctl(fd, SIOCGIFFLAGS, &loopback));
  loopback.ifr_flags |= IFF_UP;
  MUST(ioctl(fd, SIOCSIFFLAGS, &loopback));
  close(fd);
}

static struct sockaddr_in ip(const char *address, int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
  check(inet_pton(AF_INET, address, &to.sin_addr) == 1, address);
  return to;
}

static struct sockaddr_in6 ip6(int port) {
  return (struct sockaddr_in6){
      .sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
}

#define ADDRESS(of) ((struct sockaddr *)&(of)), sizeof(of)

static int listening(int port) {
  struct sockaddr_in at = ip("127.0.0.1", port);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  MUST(bind(fd, ADDRESS(at)));
  MUST(listen(fd, 1));
  return fd;
}

static void tcp(void) {
  char bytes[3];
  network();
  int server = listening(8080);
  struct sockaddr_in to = ip("127.0.0.1", 8080);
  int client = socket(AF_INET, SOCK_STREAM, 0);
  MUST(connect(client, ADDRESS(to)));
  int accepted = accept(server, NULL, NULL);
  MUST(write(client, "hello", 5));
  MUST(recv(accepted, bytes, 3, MSG_PEEK));
  MUST(read(accepted, bytes, 3));
  MUST(send(accepted, "bye", 3, 0));
  MUST(recv(client, bytes, 3, MSG_WAITALL));
}

static void tcp6(void) {
  network();
  struct sockaddr_in6 at = ip6(8080);
  int server = socket(AF_INET6, SOCK_STREAM, 0);
  MUST(bind(server, ADDRESS(at)));
  MUST(listen(server, 1));
  int client = socket(AF_INET6, SOCK_STREAM, 0);
  MUST(connect(client, ADDRESS(at)));
  MUST(accept4(server, NULL, NULL, SOCK_CLOEXEC));
}

static void tcp_mapped(void) {
  network();
  listening(8080);
  struct sockaddr_in6 to = ip6(8080);
  check(inet_pton(AF_INET6, "::ffff:127.0.0.1", &to.sin6_addr) == 1, "mapped");
  MUST(connect(socket(AF_INET6, SOCK_STREAM, 0), ADDRESS(to)));
}

static void refused(void) {
  network();
  struct sockaddr_in to = ip("127.0.0.1", 8080);
  connect(socket(AF_INET, SOCK_STREAM, 0), ADDRESS(to));
}

static void unreachable(void) {
  network();
  struct sockaddr_in to = ip("192.0.2.1", 80);
  connect(socket(AF_INET, SOCK_STREAM, 0), ADDRESS(to));
}

static void not_waited_for(void) {
  network();
  listening(8080);
  struct sockaddr_in to = ip("127.0.0.1", 8080);
  connect(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), ADDRESS(to));
}

static void any_port(void) {
  network();
  listening(0);
}

static void port_in_use(void) {
  network();
  listening(8080);
  struct sockaddr_in at = ip("127.0.0.1", 8080);
  bind(socket(AF_INET, SOCK_STREAM, 0), ADDRESS(at));
}

static void in_child(void) {
  network();
  listening(8080);
  struct sockaddr_in to = ip("127.0.0.1", 8080);
  int client = socket(AF_INET, SOCK_STREAM, 0);
  MUST(connect(client, ADDRESS(to)));
  pid_t child = fork();
  if (child == 0) {
    MUST(write(client, "x", 1));
    _exit(0);
  }
  await(child);
}

static int udp(void) {
  return socket(AF_INET, SOCK_DGRAM, 0);
}

static void datagrams(void) {
  network();
  struct sockaddr_in one = ip("127.0.0.1", 9001);
  struct sockaddr_in two = ip("127.0.0.1", 9002);
  int fd = udp();
  MUST(sendto(fd, "x", 1, 0, ADDRESS(one)));
  MUST(sendto(fd, "x", 1, 0, ADDRESS(two)));
  fd = udp();
  MUST(sendto(fd, "x", 1, 0, ADDRESS(one)));
}

static void in_sendmsg(void) {
  network();
  struct sockaddr_in to = ip("127.0.0.1", 9001);
  struct iovec parts[] = {{"ab", 2}, {"c", 1}};
  struct msghdr message = {&to, sizeof to, parts, 2, NULL, 0, 0};
  MUST(sendmsg(udp(), &message, 0));
}

static void in_sendmmsg(void) {
  network();
  struct sockaddr_in to[] = {ip("127.0.0.1", 9001), ip("127.0.0.1", 9002)};
  struct iovec part = {"x", 1};
  struct mmsghdr messages[] = {{{&to[0], sizeof *to, &part, 1, NULL, 0, 0}, 0},
                               {{&to[1], sizeof *to, &part, 1, NULL, 0, 0}, 0}};
  MUST(sendmmsg(udp(), messages, 2, 0));
}

static void connected_udp(void) {
  network();
  struct sockaddr_in to = ip("127.0.0.1", 9001);
  struct sockaddr none = {.sa_family = AF_UNSPEC};
  int fd = udp();
  MUST(connect(fd, ADDRESS(to)));
  MUST(send(fd, "x", 1, 0));
  MUST(connect(fd, ADDRESS(none)));
}

static socklen_t unix_address(struct sockaddr_un *to, const char *name, size_t length) {
  to->sun_family = AF_UNIX;
  memcpy(to->sun_path, name, length);
  return offsetof(struct sockaddr_un, sun_path) + length;
}

static void through_unix(int type, const char *name, size_t length) {
  struct sockaddr_un at;
  socklen_t size = unix_address(&at, name, length);
  int server = socket(AF_UNIX, type, 0);
  MUST(bind(server, (struct sockaddr *)&at, size));
  MUST(listen(server, 1));
  int client = socket(AF_UNIX, type, 0);
  MUST(connect(client, (struct sockaddr *)&at, size));
  int accepted = accept(server, NULL, NULL);
  char byte;
  MUST(write(client, "x", 1));
  MUST(read(accepted, &byte, 1));
}

static void unix_stream(void) {
  through_unix(SOCK_STREAM, "s", 2);
}

static void unix_packets(void) {
  through_unix(SOCK_SEQPACKET, "./s", 3);
}

static void unix_nameless(void) {
  through_unix(SOCK_STREAM, "\0a\nQ 0 1 2", 10);
}

static void unix_gone(void) {
  struct sockaddr_un to;
  socklen_t size = unix_address(&to, "none", 5);
  connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&to, size);
}

static void unix_datagrams(void) {
  struct sockaddr_un to;
  socklen_t size = unix_address(&to, "/tmp/../situations-none", 24);
  int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
  sendto(fd, "x", 1, 0, (struct sockaddr *)&to, size);
  size = unix_address(&to, "s", 2);
  MUST(bind(socket(AF_UNIX, SOCK_DGRAM, 0), (struct sockaddr *)&to, size));
  MUST(sendto(fd, "x", 1, 0, (struct sockaddr *)&to, size));
  MUST(sendto(fd, "x", 1, 0, (struct sockaddr *)&to, size));
}

static void netlink(void) {
  struct sockaddr_nl at = {.nl_family = AF_NETLINK};
  struct nlmsghdr nothing = {.nlmsg_len = sizeof nothing, .nlmsg_type = NLMSG_NOOP};
  int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  MUST(bind(fd, ADDRESS(at)));
  MUST(sendto(fd, &nothing, sizeof nothing, 0, ADDRESS(at)));
}

/* look-ups */

#define ASKED(type) "\x12\x34\1\0\0\1\0\0\0\0\0\0\3www\7example\3org\0\0" type "\0\1"
#define A ASKED("\1")
#define AAAA ASKED("\x1c")
#define QUESTION (sizeof A - 1)

/* Answers what has come, with the question itself and the bit of an answer. */
static void answer(int server) {
  char question[512];
  struct sockaddr_in from;
  socklen_t size = sizeof from;
  ssize_t length = recvfrom(server, question, sizeof question, 0, (struct sockaddr *)&from, &size);
  MUST(length);
  question[2] |= (char)0x80;
  MUST(sendto(server, question, length, 0, (struct sockaddr *)&from, size));
}

static int name_server(void) {
  network();
  struct sockaddr_in at = ip("127.0.0.1", 53);
  int fd = udp();
  MUST(bind(fd, ADDRESS(at)));
  return fd;
}

static int connected_to_server(void) {
  struct sockaddr_in at = ip("127.0.0.1", 53);
  int fd = udp();
  MUST(connect(fd, ADDRESS(at)));
  return fd;
}

static void asked_by_sendto(void) {
  char reply[512];
  int server = name_server();
  struct sockaddr_in to = ip("127.0.0.1", 53);
  int client = udp();
  MUST(sendto(client, A, QUESTION, 0, ADDRESS(to)));
  answer(server);
  MUST(recv(client, reply, sizeof reply, 0));
}

static void asked_by_send(void) {
  name_server();
  MUST(send(connected_to_server(), A, QUESTION, 0));
}

static void asked_by_write(void) {
  name_server();
  MUST(write(connected_to_server(), A, QUESTION));
}

static void asked_by_sendmsg(void) {
  name_server();
  struct sockaddr_in to = ip("127.0.0.1", 53);
  struct iovec part = {A, QUESTION};
  struct msghdr message = {&to, sizeof to, &part, 1, NULL, 0, 0};
  MUST(sendmsg(udp(), &message, 0));
}

static void asked_by_sendmmsg(void) {
  name_server();
  struct iovec parts[] = {{A, QUESTION}, {AAAA, QUESTION}};
  struct mmsghdr messages[] = {{{NULL, 0, &parts[0], 1, NULL, 0, 0}, 0},
                               {{NULL, 0, &parts[1], 1, NULL, 0, 0}, 0}};
  MUST(sendmmsg(connected_to_server(), messages, 2, 0));
}

static void asked_by_ipv6(void) {
  network();
  struct sockaddr_in6 to = ip6(53);
  MUST(sendto(socket(AF_INET6, SOCK_DGRAM, 0), A, QUESTION, 0, ADDRESS(to)));
}

static void asked_nothing(void) {
  name_server();
  MUST(send(connected_to_server(), "no question", 11, 0));
}

static const struct {
  const char *name;
  void (*run)(void);
} SITUATIONS[] = {
    {"nothing", nothing},
    {"fork", in_fork},
    {"vfork", in_vfork},
    {"clone", in_clone},
    {"clone3", in_clone3},
    {"posix_spawn", in_posix_spawn},
    {"thread", thread},
    {"orphan", orphan},
    {"session", group_leader},
    {"execve", in_execve},
    {"execveat", in_execveat},
    {"fexecve", in_fexecve},
    {"script", script},
    {"failed-exec", failed_exec},
    {"exit-code", exit_code},
    {"killed", killed},
    {"read", read_file},
    {"opened-twice", opened_twice},
    {"by-hard-link", by_hard_link},
    {"other-mode", other_mode},
    {"creat", in_creat},
    {"append", appended},
    {"emptied", emptied},
    {"not-closed", not_closed},
    {"relative", relative_to_folder},
    {"openat2", in_openat2},
    {"tmpfile", unnamed},
    {"memfd", memory},
    {"through-link", through_link},
    {"chdir", after_chdir},
    {"fchdir", after_fchdir},
    {"failed-open", failed_open},
    {"folder", folder},
    {"device", device},
    {"rename", in_rename},
    {"exchange", exchanged},
    {"exchanged-folder", exchanged_folder},
    {"renamed-folder", renamed_folder},
    {"link", in_link},
    {"linkat", in_linkat},
    {"symlink", in_symlink},
    {"symlinkat", in_symlinkat},
    {"unlink", in_unlink},
    {"unlinkat", in_unlinkat},
    {"rmdir", in_rmdir},
    {"truncate", in_truncate},
    {"ftruncate", in_ftruncate},
    {"fifo", fifo},
    {"mmap", mapped},
    {"dup", duplicated},
    {"dup2", replaced},
    {"copy", copied},
    {"stat", only_looked_at},
    {"pipe", through_pipe},
    {"socketpair", through_sockets},
    {"tcp", tcp},
    {"tcp6", tcp6},
    {"tcp-mapped", tcp_mapped},
    {"refused", refused},
    {"unreachable", unreachable},
    {"not-waited-for", not_waited_for},
    {"any-port", any_port},
    {"port-in-use", port_in_use},
    {"socket-of-parent", in_child},
    {"datagrams", datagrams},
    {"sendmsg", in_sendmsg},
    {"sendmmsg", in_sendmmsg},
    {"connected-udp", connected_udp},
    {"unix-stream", unix_stream},
    {"unix-packets", unix_packets},
    {"unix-abstract", unix_nameless},
    {"unix-gone", unix_gone},
    {"unix-datagrams", unix_datagrams},
    {"netlink", netlink},
    {"asked-by-sendto", asked_by_sendto},
    {"asked-by-send", asked_by_send},
    {"asked-by-write", asked_by_write},
    {"asked-by-sendmsg", asked_by_sendmsg},
    {"asked-by-sendmmsg", asked_by_sendmmsg},
    {"asked-by-ipv6", asked_by_ipv6},
    {"asked-nothing", asked_nothing},
};

int main(int argc, char **argv) {
  const char *name = argc > 1 ? argv[1] : "";
  for (size_t i = 0; i < sizeof SITUATIONS / sizeof *SITUATIONS; i++) {
    if (strcmp(name, SITUATIONS[i].name) == 0) {
      SITUATIONS[i].run();
      return 0;
    }
  }
  fprintf(stderr, "no situation %s\n", name);
  return 98;
}
