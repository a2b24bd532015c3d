// A disk that fails: loaded before the C library (LD_PRELOAD), it lets calls on files below a directory fail or wait, as a file that both
// sides map says. FailingDisk.cs is the other side.
//   KB_DISK_CONTROL  the mapped file
//   KB_DISK_UNDER    the directory
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { WRITES = 1, SYNCS = 2, NAMES = 4, READS = 8 };

struct control {
    atomic_int kinds;     // which calls count
    atomic_int error;     // what they fail with
    atomic_int nth;       // the one that fails; 0 for none
    atomic_int lasting;   // and all after it
    atomic_int count;     // so many were made since it was set
    atomic_int failed;    // so many failed
    atomic_int delay;     // so many milliseconds each sync takes
};

static struct control *control;
static char under[4096];
static size_t under_length;

__attribute__((constructor)) static void begin(void) {
    const char *file = getenv("KB_DISK_CONTROL"), *place = getenv("KB_DISK_UNDER");
    if (!file || !place || strlen(place) >= sizeof under)
        return;
    strcpy(under, place);
    under_length = strlen(under);
    int fd = open(file, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return;
    void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (mapped != MAP_FAILED)
        control = mapped;
}

static int is_under(const char *path) {
    return path && strncmp(path, under, under_length) == 0;
}

static int is_ours(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0)
        return 0;
    path[length] = 0;
    return is_under(path);
}

// Whether a call of a kind on a file of ours fails; sets errno then.
static int fails(int kind, int ours) {
    if (!ours || !(atomic_load(&control->kinds) & kind))
        return 0;
    int nth = atomic_load(&control->nth);
    if (nth == 0)
        return 0;
    int count = atomic_fetch_add(&control->count, 1) + 1;
    if (count != nth && !(count > nth && atomic_load(&control->lasting)))
        return 0;
    atomic_fetch_add(&control->failed, 1);
    errno = atomic_load(&control->error);
    return 1;
}

static int fd_fails(int kind, int fd) {
    return control && atomic_load(&control->nth) && fails(kind, is_ours(fd));
}

static int path_fails(const char *path) {
    return control && atomic_load(&control->nth) && fails(NAMES, is_under(path));
}

static void wait_if_slow(int fd) {
    int delay = control ? atomic_load(&control->delay) : 0;
    if (delay > 0 && is_ours(fd)) {
        struct timespec time = { delay / 1000, (delay % 1000) * 1000000L };
        nanosleep(&time, NULL);
    }
}

#define NEXT(name) static __typeof__(&name) next; if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *bytes, size_t count) {
    NEXT(write);
    return fd_fails(WRITES, fd) ? -1 : next(fd, bytes, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    NEXT(pwrite);
    return fd_fails(WRITES, fd) ? -1 : next(fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    NEXT(pwrite64);
    return fd_fails(WRITES, fd) ? -1 : next(fd, bytes, count, at);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
    NEXT(pwritev);
    return fd_fails(WRITES, fd) ? -1 : next(fd, parts, count, at);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
    NEXT(pwritev64);
    return fd_fails(WRITES, fd) ? -1 : next(fd, parts, count, at);
}

int ftruncate(int fd, off_t length) {
    NEXT(ftruncate);
    return fd_fails(WRITES, fd) ? -1 : next(fd, length);
}

int ftruncate64(int fd, off64_t length) {
    NEXT(ftruncate64);
    return fd_fails(WRITES, fd) ? -1 : next(fd, length);
}

ssize_t read(int fd, void *bytes, size_t count) {
    NEXT(read);
    return fd_fails(READS, fd) ? -1 : next(fd, bytes, count);
}

ssize_t pread(int fd, void *bytes, size_t count, off_t at) {
    NEXT(pread);
    return fd_fails(READS, fd) ? -1 : next(fd, bytes, count, at);
}

ssize_t pread64(int fd, void *bytes, size_t count, off64_t at) {
    NEXT(pread64);
    return fd_fails(READS, fd) ? -1 : next(fd, bytes, count, at);
}

int fsync(int fd) {
    NEXT(fsync);
    wait_if_slow(fd);
    return fd_fails(SYNCS, fd) ? -1 : next(fd);
}

int fdatasync(int fd) {
    NEXT(fdatasync);
    wait_if_slow(fd);
    return fd_fails(SYNCS, fd) ? -1 : next(fd);
}

int rename(const char *from, const char *to) {
    NEXT(rename);
    return path_fails(to) ? -1 : next(from, to);
}

int unlink(const char *path) {
    NEXT(unlink);
    return path_fails(path) ? -1 : next(path);
}
