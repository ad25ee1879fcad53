// How the C library's allocator is told to behave in a node; it reads its environment when the process begins.

/**
 * Large buffers (what a slow client has not read yet) are mappings of their own and go back to the system when they are
 * freed. By itself glibc raises the threshold as it sees such buffers, and a storm of joins is paid for until the process
 * ends. Other C libraries take no notice.
 */
export const ALLOCATOR_ENV = Object.freeze({ MALLOC_MMAP_THRESHOLD_: '65536', MALLOC_TRIM_THRESHOLD_: '131072' });
