/*
 * Moves known numbers of bytes by every call that does, in its working directory.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static char buffer[1 << 16];

static void moved(long bytes, long wanted, const char *what) {
  if (bytes != wanted) {
    fprintf(stderr, "%s: %ld instead of %ld", what, bytes, wanted);
    perror(" ");
    exit(1);
  }
}

static int file(const char *name) {
  int fd = open(name, O_RDWR | O_CREAT, 0644);
  if (fd < 0) {
    perror(name);
    exit(1);
  }
  return fd;
}

static struct iovec *two(size_t one, size_t other) {
  static struct iovec parts[2];
  parts[0] = (struct iovec){buffer, one};
  parts[1] = (struct iovec){buffer, other};
  return parts;
}

/* 1,111,111 bytes written, 222,222 read. */
static void by_every_call(void) {
  int fd = file("by-every-call");
  for (int i = 0; i < 20; i++) moved(write(fd, buffer, 50000), 50000, "write");
  moved(pwrite(fd, buffer, 10000, 0), 10000, "pwrite");
  moved(writev(fd, two(600, 400), 2), 1000, "writev");
  moved(pwritev(fd, two(90, 10), 2, 0), 100, "pwritev");
  moved(pwritev2(fd, two(5, 6), 2, 0, 0), 11, "pwritev2");
  moved(write(fd, buffer, 50000), 50000, "write");
  moved(write(fd, buffer, 50000), 50000, "write");
  moved(lseek(fd, 0, SEEK_SET), 0, "lseek");
  for (int i = 0; i < 20; i++) moved(read(fd, buffer, 10000), 10000, "read");
  moved(pread(fd, buffer, 20000, 0), 20000, "pread");
  moved(readv(fd, two(1500, 500), 2), 2000, "readv");
  moved(preadv(fd, two(100, 100), 2, 0), 200, "preadv");
  moved(preadv2(fd, two(10, 12), 2, 0, 0), 22, "preadv2");
  if (read(-1, buffer, 10) != -1 || write(-1, buffer, 10) != -1) exit(1);
  close(fd);
}

static void from_file_to_file(void) {
  int from = file("from");
  int to = file("to");
  moved(write(from, buffer, 9000), 9000, "write");
  off_t offset = 0;
  moved(sendfile(to, from, &offset, 5000), 5000, "sendfile");
  off_t begin = 0;
  moved(copy_file_range(from, &begin, to, NULL, 700, 0), 700, "copy_file_range");
  int ends[2];
  int others[2];
  if (pipe(ends) != 0 || pipe(others) != 0) exit(1);
  begin = 0;
  moved(splice(from, &begin, ends[1], NULL, 60, 0), 60, "splice");
  moved(tee(ends[0], others[1], 60, 0), 60, "tee");
  moved(read(ends[0], buffer, 100), 60, "read");
  moved(read(others[0], buffer, 100), 60, "read");
}

static void through_fifo(void) {
  if (mkfifo("fifo", 0600) != 0) exit(1);
  if (fork() == 0) {
    int fd = open("fifo", O_WRONLY);
    moved(write(fd, buffer, 1234), 1234, "write");
    _exit(0);
  }
  int fd = open("fifo", O_RDONLY);
  moved(read(fd, buffer, 4000), 1234, "read");
  wait(NULL);
}

static void through_socketpair(void) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) exit(1);
  if (fork() == 0) {
    moved(write(ends[1], buffer, 40), 40, "write");
    moved(send(ends[1], buffer, 2, 0), 2, "send");
    _exit(0);
  }
  wait(NULL);
  moved(recv(ends[0], buffer, 10, 0), 10, "recv");
  moved(read(ends[0], buffer, 100), 32, "read");
}

int main(void) {
  by_every_call();
  from_file_to_file();
  through_fifo();
  through_socketpair();
  return 0;
}
