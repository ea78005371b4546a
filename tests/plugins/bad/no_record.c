/* A shared library, but no plugin. */
int unrelated(void);
__attribute__((visibility("default"))) int unrelated(void) { return 1; }
