/* Moves what programs take for the time of day by TEST_CLOCK_DAYS days: preloaded (LD_PRELOAD) before a whole process tree, with
   whatever it is written in: Python, the typesetter, DuckDB, PostgreSQL. Clocks that only count on (CLOCK_MONOTONIC) stay, and so
   does what the system itself notes: times of files. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define DAYS "TEST_CLOCK_DAYS="
#define PRELOAD "LD_PRELOAD="

static time_t moved;
static char days_handed_on[64], preload_handed_on[4096];

__attribute__((constructor)) static void begin(void) {
    const char *days = getenv("TEST_CLOCK_DAYS"), *preload = getenv("LD_PRELOAD");
    moved = days ? atol(days) * 86400 : 0;
    snprintf(days_handed_on, sizeof days_handed_on, DAYS "%s", days ? days : "0");
    snprintf(preload_handed_on, sizeof preload_handed_on, PRELOAD "%s", preload ? preload : "");
}

/* Handed on to a program that is started with an environment of its own, too. */
int execve(const char *path, char *const arguments[], char *const environment[]) {
    size_t count = 0, kept = 0;
    while (environment && environment[count]) count++;
    char *handed[count + 3];
    for (size_t place = 0; place < count; place++) {
        char *one = environment[place];
        if (strncmp(one, DAYS, strlen(DAYS)) != 0 && strncmp(one, PRELOAD, strlen(PRELOAD)) != 0) handed[kept++] = one;
    }
    handed[kept++] = days_handed_on;
    handed[kept++] = preload_handed_on;
    handed[kept] = NULL;
    return (int)syscall(SYS_execve, path, arguments, handed);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int done = (int)syscall(SYS_clock_gettime, clock, now);
    if (done == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += moved;
    return done;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec found;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &found) != 0) return -1;
    now->tv_sec = found.tv_sec;
    now->tv_usec = found.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *now) {
    struct timespec found;
    if (clock_gettime(CLOCK_REALTIME, &found) != 0) return -1;
    if (now) *now = found.tv_sec;
    return found.tv_sec;
}

int timespec_get(struct timespec *now, int base) {
    return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, now) == 0 ? base : 0;
}
