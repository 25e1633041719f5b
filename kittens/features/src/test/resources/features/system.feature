Feature: One system

  Scenario: One name for a call in all services
    Given the administrator has put 3 of "Gundula Spur" up for sale
    And a customer who is logged in
    When the customer orders 1 of it in a call with a name
    Then the answer has the same name
    And the logs of gateway, product and mail have it

  Scenario Outline: Errors look the same everywhere
    When <method> "<target>" is asked for with body "<body>"
    Then the answer is <status> in the one error format

    Examples:
      | method | target                  | body      | status |
      | GET    | /nowhere                |           | 404    |
      | GET    | /v1/kittens/unknown     |           | 404    |
      | DELETE | /v1/search              |           | 405    |
      | POST   | /v1/search              | {         | 400    |
      | POST   | /v1/search              | {}        | 400    |
      | POST   | /v1/search              | {"query": | 400    |
      | POST   | /v1/sessions            | []        | 400    |
      | POST   | /v1/sessions            | {}        | 400    |
      | POST   | /v1/users               | nonsense  | 400    |
      | POST   | /v1/kittens             | {}        | 401    |
      | POST   | /v1/orders              | {}        | 401    |
      | GET    | /v1/orders/unknown      |           | 401    |
      | GET    | /v1/users/me            |           | 401    |
      | POST   | /v1/sessions/refresh    | {}        | 400    |

  Scenario: Health through the door
    When "/health" is asked for
    Then the answer says that the store is up
