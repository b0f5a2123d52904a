// Twilio's refusals: an HTTP status, Twilio's own code, and the body that carries both.

/** Thrown by a handler, answered as Twilio's error body. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  constructor(status: number, code: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

/** A parameter is wrong. */
export function badRequest(code: number, message: string): ApiError {
  return new ApiError(400, code, message);
}

export function notFound(path: string): ApiError {
  return new ApiError(404, 20404, `The requested resource ${path} was not found`);
}

export function methodNotAllowed(): ApiError {
  return new ApiError(405, 20004, 'Method not allowed');
}

export function unauthorized(): ApiError {
  return new ApiError(401, 20003, 'Authenticate');
}

/** A request that does not say who asks. */
export function noCredentials(): ApiError {
  return new ApiError(401, 20003, 'Authentication Error - No credentials provided');
}

export function serverError(): ApiError {
  return new ApiError(500, 20500, 'An internal server error has occurred');
}

export function unavailable(): ApiError {
  return new ApiError(503, 20503, 'Service unavailable');
}

export function tooManyRequests(): ApiError {
  return new ApiError(429, 20429, 'Too Many Requests');
}

export function errorBody(error: ApiError): Record<string, unknown> {
  return {
    code: error.code,
    message: error.message,
    more_info: `https://www.twilio.com/docs/errors/${error.code}`,
    status: error.status,
  };
}
