/*
 * Does one thing and nothing else: what a recording of it must show is in docs/coverage.md.
 *
 * usage: situations NAME, in an empty folder
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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
  close(file("f"));
  close(file("g"));
  MUST(renameat2(AT_FDCWD, "f", AT_FDCWD, "g", RENAME_EXCHANGE));
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
    {"other-mode", other_mode},
    {"creat", in_creat},
    {"append", appended},
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
    {"copy", copied},
    {"stat", only_looked_at},
    {"pipe", through_pipe},
    {"socketpair", through_sockets},
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
