/* A native addon for Node. The few functions of its stable interface it uses are declared here, so
 * that it compiles where Node's headers are not installed. */
#include <stddef.h>
#include <stdint.h>

typedef struct env *napi_env;
typedef struct value *napi_value;
typedef struct info *napi_callback_info;
typedef napi_value (*napi_callback)(napi_env, napi_callback_info);

int napi_get_cb_info(napi_env, napi_callback_info, size_t *, napi_value *, napi_value *, void **);
int napi_get_value_double(napi_env, napi_value, double *);
int napi_create_double(napi_env, double, napi_value *);
int napi_create_function(napi_env, const char *, size_t, napi_callback, void *, napi_value *);
int napi_set_named_property(napi_env, napi_value, const char *, napi_value);

static napi_value times(napi_env env, napi_callback_info info) {
    size_t count = 2;
    napi_value given[2] = {0}, product = 0;
    double one = 0, other = 0;
    napi_get_cb_info(env, info, &count, given, 0, 0);
    napi_get_value_double(env, given[0], &one);
    napi_get_value_double(env, given[1], &other);
    napi_create_double(env, one * other, &product);
    return product;
}

int32_t node_api_module_get_api_version_v1(void) { return 8; }

napi_value napi_register_module_v1(napi_env env, napi_value exports) {
    napi_value function = 0;
    napi_create_function(env, "times", SIZE_MAX, times, 0, &function);
    napi_set_named_property(env, exports, "times", function);
    return exports;
}
