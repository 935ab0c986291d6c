/* SPDX-License-Identifier: Apache-2.0 */
/* What a client that listens is told, and what one that does not is not. */
#include <signal.h>

#include "client.h"

static void
test_hear(void *data)
{
    ++*(unsigned *)data;
}

static void
test_listener_begin(test_client_t *client, unsigned *heard)
{
    *heard = 0;
    test_client_init(client);
    client->options.listen = TEST_LISTEN;
    client->options.heard = test_hear;
    client->options.heard_data = heard;
    test_client_begin(client);
}

static void
test_announce(const char *payload)
{
    test_client_t client;

    test_client_init(&client);
    test_client_begin(&client);
    CU_ASSERT_EQUAL(test_call(&client, TEST_NOTIFY, payload, NULL, NULL), CS_OK);
    test_client_end(&client);
}

static void
a_listener_is_told_once_it_listens_and_at_each_announcement(void)
{
    test_client_t client;
    unsigned heard;

    test_listener_begin(&client, &heard);
    test_turn_for(&client, 300);
    CU_ASSERT_EQUAL(heard, 1);
    test_announce("one");
    test_turn_for(&client, 300);
    CU_ASSERT_EQUAL(heard, 2);
    test_announce("two");
    test_turn_for(&client, 300);
    CU_ASSERT_EQUAL(heard, 3);
    test_client_end(&client);
}

static void
a_listener_whose_connection_was_cut_listens_anew_and_is_told(void)
{
    test_client_t client;
    unsigned heard;

    test_listener_begin(&client, &heard);
    test_turn_for(&client, 300);
    for (unsigned i = 0; i < 3; i++) {
        heard = 0;
        test_signal_backend(test_backend_of(&client), i % 2 == 0 ? SIGTERM : SIGKILL);
        test_turn_for(&client, i % 2 == 0 ? 500 : 3000); /* after SIGKILL the whole server starts anew */
        CU_ASSERT_TRUE(heard >= 1);
        heard = 0;
        test_announce("again");
        test_turn_for(&client, 500);
        CU_ASSERT_EQUAL(heard, 1);
    }
    test_client_end(&client);
}

static void
who_does_not_listen_is_told_nothing(void)
{
    test_client_t client;
    unsigned heard = 0;

    test_client_init(&client);
    client.options.heard_data = &heard;
    test_client_begin(&client);
    CU_ASSERT_EQUAL(test_call(&client, TEST_LISTEN, NULL, NULL, NULL), CS_OK);
    test_announce("unheard");
    CU_ASSERT_EQUAL(test_call(&client, TEST_PID, NULL, NULL, NULL), CS_OK);
    CU_ASSERT_EQUAL(heard, 0);
    test_client_end(&client);
}

static void
what_cannot_be_listened_by_is_refused_as_an_option(void)
{
    test_client_t client;
    unsigned heard;
    cs_error_t error;
    const unsigned statements[] = {TEST_ECHO, TEST_FOREIGN, 1000};

    test_listener_begin(&client, &heard);
    CU_ASSERT_EQUAL(cs_database_options_check(&client.options, &error), CS_OK);
    for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
        client.options.listen = statements[i];
        CU_ASSERT_EQUAL(cs_database_options_check(&client.options, &error), CS_INVALID_VALUE);
    }
    client.options.listen = TEST_LISTEN;
    client.options.size = 2;
    CU_ASSERT_EQUAL(cs_database_options_check(&client.options, &error), CS_INVALID_VALUE);
    test_client_end(&client);
}

CU_TestInfo test_listening[] = {
    {"a_listener_is_told_once_it_listens_and_at_each_announcement",
     a_listener_is_told_once_it_listens_and_at_each_announcement},
    {"a_listener_whose_connection_was_cut_listens_anew_and_is_told",
     a_listener_whose_connection_was_cut_listens_anew_and_is_told},
    {"who_does_not_listen_is_told_nothing", who_does_not_listen_is_told_nothing},
    {"what_cannot_be_listened_by_is_refused_as_an_option", what_cannot_be_listened_by_is_refused_as_an_option},
    CU_TEST_INFO_NULL,
};
