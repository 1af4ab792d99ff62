/* Makes writing to a store fail on purpose: loaded before the C library (LD_PRELOAD).
 *
 * Only files whose name has MARK in it count. fault_arm says at which of the writes, syncs and
 * truncations to come the trouble begins, what it is, and whether it stays.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define MARK "case.store"

enum { NONE, IO_ERROR, NO_SPACE, SHORT_WRITE };

static long counted, first;
static int kind, stays, happened;

void fault_arm(long number, int what, int lasting)
{
    counted = 0;
    happened = 0;
    first = number;
    kind = what;
    stays = lasting;
}

long fault_count(void) { return counted; }
int fault_happened(void) { return happened; }

static int is_ours(int file)
{
    char link[64], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length < 0)
        return 0;
    name[length] = 0;
    return strstr(name, MARK) != NULL;
}

/* Whether this is the moment. */
static int fails(int file)
{
    if (!first || !is_ours(file))
        return 0;
    counted++;
    if (kind != NONE && (counted == first || (stays && counted > first))) {
        happened = 1;
        return 1;
    }
    return 0;
}

static int code(void) { return kind == IO_ERROR ? EIO : ENOSPC; }

#define REAL(name, type) \
    static type real; \
    if (!real) \
        real = (type)dlsym(RTLD_NEXT, name)

typedef ssize_t (*write_at)(int, const void *, size_t, off_t);
typedef ssize_t (*write_on)(int, const void *, size_t);
typedef int (*on_file)(int);
typedef int (*cut)(int, off_t);

static ssize_t write_here(write_at real, int file, const void *from, size_t size, off_t at)
{
    if (fails(file)) {
        /* Some of it arrives, as when the disk fills up in the middle. */
        if (kind == SHORT_WRITE && counted == first && size > 1)
            return real(file, from, size / 2, at);
        errno = code();
        return -1;
    }
    return real(file, from, size, at);
}

ssize_t pwrite64(int file, const void *from, size_t size, off_t at)
{
    REAL("pwrite64", write_at);
    return write_here(real, file, from, size, at);
}

ssize_t pwrite(int file, const void *from, size_t size, off_t at)
{
    REAL("pwrite", write_at);
    return write_here(real, file, from, size, at);
}

ssize_t write(int file, const void *from, size_t size)
{
    REAL("write", write_on);
    if (fails(file)) {
        errno = code();
        return -1;
    }
    return real(file, from, size);
}

#define ON_FILE(name) \
    int name(int file) \
    { \
        REAL(#name, on_file); \
        if (fails(file)) { \
            errno = code(); \
            return -1; \
        } \
        return real(file); \
    }

ON_FILE(fsync)
ON_FILE(fdatasync)

int ftruncate64(int file, off_t size)
{
    REAL("ftruncate64", cut);
    if (fails(file)) {
        errno = code();
        return -1;
    }
    return real(file, size);
}

int ftruncate(int file, off_t size)
{
    REAL("ftruncate", cut);
    if (fails(file)) {
        errno = code();
        return -1;
    }
    return real(file, size);
}
