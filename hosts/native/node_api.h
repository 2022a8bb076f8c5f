// The few functions of Node's and libuv's stable interfaces that node.c uses, as the headers are
// not on every machine that builds this.

#ifndef MAYFLY_NODE_API_H
#define MAYFLY_NODE_API_H

#include <stddef.h>
#include <stdint.h>

typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_callback_info__ *napi_callback_info;
typedef napi_value (*napi_callback)(napi_env, napi_callback_info);
struct uv_loop_s;

int napi_create_function(napi_env, const char *, size_t, napi_callback, void *, napi_value *);
int napi_set_named_property(napi_env, napi_value, const char *, napi_value);
int napi_get_cb_info(napi_env, napi_callback_info, size_t *, napi_value *, napi_value *, void **);
int napi_get_value_int32(napi_env, napi_value, int32_t *);
int napi_get_value_string_utf8(napi_env, napi_value, char *, size_t, size_t *);
int napi_create_int32(napi_env, int32_t, napi_value *);
int napi_create_array(napi_env, napi_value *);
int napi_set_element(napi_env, napi_value, uint32_t, napi_value);
int napi_create_string_utf8(napi_env, const char *, size_t, napi_value *);
int napi_get_uv_event_loop(napi_env, struct uv_loop_s **);
int uv_loop_fork(struct uv_loop_s *);

#endif
